"""The yardstick itself: reference.py against published numbers. Needs no program."""

import unittest
from fractions import Fraction as F

import reference as ref
from tables import GOLDEN_X, GOLDEN_Y


class TestReference(unittest.TestCase):
    def test_exact_probabilities(self):
        table = [([(1, 1)], F(1, 2), F(1, 2)), ([(1, 0), (0, 1)], F(1, 4), F(1, 3)),
                 ([(1, 1), (2, 2)], F(1, 2), F(29, 64)), ([(2, 1), (1, 2), (3, 3)], F(3, 8), F(55, 144)),
                 ([(0, 0), (0, 1), (1, 0), (1, 1)], F(1, 4), F(13, 48)),
                 ([(1, 1), (1, 2), (2, 1), (2, 2)], F(3, 8), F(73, 192)),
                 ([(-1, -1), (-1, 1), (1, -1), (1, 1)], F(0), F(1, 12)), (ref.IRIS_X, F(1315, 2788), None)]
        for rows, square, box in table:
            self.assertEqual(ref.born_dead_square(rows), square)
            if box is not None:
                self.assertEqual(ref.born_dead_box(rows), box)
        self.assertAlmostEqual(float(ref.born_dead_box(ref.IRIS_X)), .461843, 6)
        self.assertAlmostEqual(ref.born_dead_gaussian(ref.IRIS_X), .455733, 6)
        self.assertAlmostEqual(ref.born_dead_isotropic(ref.IRIS_X), .468072, 6)

    def test_trainer(self):
        for got in (ref.train((.3, -.1, .05, .7, -.2), GOLDEN_X, GOLDEN_Y, epochs=500).final,
                    ref.train_fast((.3, -.1, .05, .7, -.2), GOLDEN_X, GOLDEN_Y, None, .1, 500).final):
            for g, w in zip(got, (-1.197956763479, 2.233473903376, -.990118870248, 2.784152959131, -3.049631727281)):
                self.assertAlmostEqual(g, w, 10)

    def test_decay_revives_at_322(self):
        t = ref.train((-.3, -.2, .1, .5, .1), [(1, 1), (2, 1), (1, 3)], [0, 1, 0], epochs=330, decay=.05,
                      decay_biases=False)
        self.assertEqual(t.states.index(False), 322)


if __name__ == "__main__":
    unittest.main()
