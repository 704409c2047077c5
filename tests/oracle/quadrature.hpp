// quadrature: adaptive Simpson integration with Richardson correction (a textbook formula).
//
// The interval is first cut into equal panels, so that a narrow feature is not stepped over; each
// panel is halved until two halves agree with the whole. Kinks and jumps cost depth, not accuracy.
#pragma once

#include <cmath>

namespace oracle {

template <class Function>
double refine_simpson(const Function& f, double a, double fa, double b, double fb, double fm,
                      double whole, double tolerance, int depth) {
    const double m = (a + b) / 2;
    const double fl = f((a + m) / 2), fr = f((m + b) / 2);
    const double left = (m - a) / 6 * (fa + 4 * fl + fm);
    const double right = (b - m) / 6 * (fm + 4 * fr + fb);
    const double change = left + right - whole;
    if (depth == 0 || std::abs(change) <= 15 * tolerance) return left + right + change / 15;
    return refine_simpson(f, a, fa, m, fm, fl, left, tolerance / 2, depth - 1) +
           refine_simpson(f, m, fm, b, fb, fr, right, tolerance / 2, depth - 1);
}

template <class Function>
double integrate(const Function& f, double a, double b, double tolerance, int panels) {
    double total = 0;
    for (int k = 0; k < panels; ++k) {
        const double low = a + (b - a) * k / panels, high = a + (b - a) * (k + 1) / panels;
        const double f_low = f(low), f_high = f(high), f_middle = f((low + high) / 2);
        const double whole = (high - low) / 6 * (f_low + 4 * f_middle + f_high);
        total += refine_simpson(f, low, f_low, high, f_high, f_middle, whole, tolerance / panels,
                                40);
    }
    return total;
}

}  // namespace oracle
