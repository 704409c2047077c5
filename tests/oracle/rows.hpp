// rows: the data sets of the oracle, and the two scalers, in double.
//
// iris_petals are Fisher's iris measurements, Iris versicolor (0) against Iris virginica (1): petal
// length and petal width in cm, 50 flowers each. The standard scaler divides by the population
// deviation (ddof = 0); in both scalers a constant feature is only shifted, not divided.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <vector>

namespace oracle {

struct Row {
    double x1, x2;
    int label;
};

// clang-format off
constexpr Row iris_petals_table[100] = {
    {4.7, 1.4, 0}, {4.5, 1.5, 0}, {4.9, 1.5, 0}, {4.0, 1.3, 0}, {4.6, 1.5, 0},
    {4.5, 1.3, 0}, {4.7, 1.6, 0}, {3.3, 1.0, 0}, {4.6, 1.3, 0}, {3.9, 1.4, 0},
    {3.5, 1.0, 0}, {4.2, 1.5, 0}, {4.0, 1.0, 0}, {4.7, 1.4, 0}, {3.6, 1.3, 0},
    {4.4, 1.4, 0}, {4.5, 1.5, 0}, {4.1, 1.0, 0}, {4.5, 1.5, 0}, {3.9, 1.1, 0},
    {4.8, 1.8, 0}, {4.0, 1.3, 0}, {4.9, 1.5, 0}, {4.7, 1.2, 0}, {4.3, 1.3, 0},
    {4.4, 1.4, 0}, {4.8, 1.4, 0}, {5.0, 1.7, 0}, {4.5, 1.5, 0}, {3.5, 1.0, 0},
    {3.8, 1.1, 0}, {3.7, 1.0, 0}, {3.9, 1.2, 0}, {5.1, 1.6, 0}, {4.5, 1.5, 0},
    {4.5, 1.6, 0}, {4.7, 1.5, 0}, {4.4, 1.3, 0}, {4.1, 1.3, 0}, {4.0, 1.3, 0},
    {4.4, 1.2, 0}, {4.6, 1.4, 0}, {4.0, 1.2, 0}, {3.3, 1.0, 0}, {4.2, 1.3, 0},
    {4.2, 1.2, 0}, {4.2, 1.3, 0}, {4.3, 1.3, 0}, {3.0, 1.1, 0}, {4.1, 1.3, 0},
    {6.0, 2.5, 1}, {5.1, 1.9, 1}, {5.9, 2.1, 1}, {5.6, 1.8, 1}, {5.8, 2.2, 1},
    {6.6, 2.1, 1}, {4.5, 1.7, 1}, {6.3, 1.8, 1}, {5.8, 1.8, 1}, {6.1, 2.5, 1},
    {5.1, 2.0, 1}, {5.3, 1.9, 1}, {5.5, 2.1, 1}, {5.0, 2.0, 1}, {5.1, 2.4, 1},
    {5.3, 2.3, 1}, {5.5, 1.8, 1}, {6.7, 2.2, 1}, {6.9, 2.3, 1}, {5.0, 1.5, 1},
    {5.7, 2.3, 1}, {4.9, 2.0, 1}, {6.7, 2.0, 1}, {4.9, 1.8, 1}, {5.7, 2.1, 1},
    {6.0, 1.8, 1}, {4.8, 1.8, 1}, {4.9, 1.8, 1}, {5.6, 2.1, 1}, {5.8, 1.6, 1},
    {6.1, 1.9, 1}, {6.4, 2.0, 1}, {5.6, 2.2, 1}, {5.1, 1.5, 1}, {5.6, 1.4, 1},
    {6.1, 2.3, 1}, {5.6, 2.4, 1}, {5.5, 1.8, 1}, {4.8, 1.8, 1}, {5.4, 2.1, 1},
    {5.6, 2.4, 1}, {5.1, 2.3, 1}, {5.1, 1.9, 1}, {5.9, 2.3, 1}, {5.7, 2.5, 1},
    {5.2, 2.3, 1}, {5.0, 1.9, 1}, {5.2, 2.0, 1}, {5.4, 2.3, 1}, {5.1, 1.8, 1},
};
// clang-format on

inline std::vector<Row> iris_petals() {
    return {std::begin(iris_petals_table), std::end(iris_petals_table)};
}

inline std::vector<Row> xor_rows() { return {{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}}; }

// The five rows of the golden trajectory.
inline std::vector<Row> golden_rows() {
    return {{1, 2, 1}, {2, 1, 0}, {3, 4, 1}, {4, 2, 0}, {1, 1, 0}};
}

// Corners of the square [-1,1]^2 * half_width, moved by (shift, shift); labels play no part.
inline std::vector<Row> square_corners(double half_width, double shift) {
    const double low = shift - half_width, high = shift + half_width;
    return {{low, low, 0}, {low, high, 0}, {high, low, 0}, {high, high, 0}};
}

inline std::vector<Row> standardise(const std::vector<Row>& rows) {
    std::vector<Row> scaled = rows;
    for (double Row::*feature : {&Row::x1, &Row::x2}) {
        double mean = 0, variance = 0;
        for (const Row& row : rows) mean += row.*feature / double(rows.size());
        for (const Row& row : rows) {
            variance += (row.*feature - mean) * (row.*feature - mean) / double(rows.size());
        }
        const double noise = 1e-15 * mean * mean * double(rows.size());
        const double scale = variance <= noise ? 1.0 : std::sqrt(variance);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            scaled[i].*feature = (rows[i].*feature - mean) / scale;
        }
    }
    return scaled;
}

inline std::vector<Row> min_max(const std::vector<Row>& rows) {
    std::vector<Row> scaled = rows;
    for (double Row::*feature : {&Row::x1, &Row::x2}) {
        double low = rows.at(0).*feature, high = low;
        for (const Row& row : rows) {
            low = std::min(low, row.*feature);
            high = std::max(high, row.*feature);
        }
        const double scale = high > low ? high - low : 1.0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            scaled[i].*feature = (rows[i].*feature - low) / scale;
        }
    }
    return scaled;
}

}  // namespace oracle
