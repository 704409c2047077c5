// The law of one random number, as theory needs it: density, distribution function, support.
#pragma once

namespace myriad {

/// A constant, a uniform, a normal that may be cut, or a Beta(2,1) variable that may be moved and
/// reflected: closed under x -> x + c and x -> -x.
class ScalarLaw {
 public:
  enum class Shape { point, uniform, normal, beta };

  static ScalarLaw point(double at);
  /// low <= high; a point when they are equal.
  static ScalarLaw uniform(double low, double high);
  /// sd >= 0; a point when it is 0.
  static ScalarLaw normal(double mean, double sd);
  /// Normal given that it lies in [low, high].
  static ScalarLaw truncated(double mean, double sd, double low, double high);
  /// Beta(2,1): density 2x on (0, 1).
  static ScalarLaw beta();

  ScalarLaw shifted(double by) const;
  ScalarLaw reflected() const;

  Shape shape() const { return shape_; }
  bool is_point() const { return shape_ == Shape::point; }
  bool is_plain_normal() const { return shape_ == Shape::normal && !cut_; }
  /// All but less than 1e-16 of the probability lies in [low(), high()]; points: both are the
  /// value.
  double low() const { return low_; }
  double high() const { return high_; }
  /// Of a normal law, before it is cut.
  double mean() const { return mean_; }
  double sd() const { return sd_; }

  /// Not for points.
  double density(double x) const;
  /// P(X <= x).
  double below(double x) const;
  /// P(X < x).
  double strictly_below(double x) const { return is_point() ? (low_ < x ? 1.0 : 0.0) : below(x); }

 private:
  Shape shape_ = Shape::point;
  double low_ = 0, high_ = 0;
  double mean_ = 0, sd_ = 0;  ///< normal
  bool cut_ = false;          ///< normal: bounded by low_ and high_
  double inside_ = 1;         ///< normal: probability of the bounds before the cut
  double direction_ = 1;      ///< beta: the density rises (1) or falls (-1)
};

/// Two independent numbers: the weights of a unit.
struct LawPair {
  ScalarLaw x, y;
};

}  // namespace myriad
