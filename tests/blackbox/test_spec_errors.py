"""Bad specs: exit 2 (4 where a file cannot be read), file:line:column, the nearest valid name, every error of a
file at once, and nothing created."""

import os
import re
import unittest

from bad_spec import DATA, GOOD, Bad, add
from harness import IO_ERROR, USAGE

# name: (the line to replace, or "" to append, the new text, the text whose line must be named or None, [words in the message])
SPECS = {
    # misspelt names
    "top_key": ('name = "bad"', 'nmae = "bad"', "nmae", ["name"]),
    "top_key_networks": ("networks_per_cell = 10", "network_per_cell = 10", "network_per_cell", ["networks_per_cell"]),
    "base_key": ('activation = "relu"', 'activaton = "relu"', "activaton", ["activation"]),
    "base_key_optimiser": ('optimizer = "sgd"', 'optimiser = "sgd"', "optimiser", ["optimizer"]),
    "base_key_unknown": ("lr = 0.1", "frobnicate = 0.1", "frobnicate", []),
    "table_name": ("", "[gird]\nlr = [0.1, 0.2]\n", "[gird]", ["grid"]),
    "activation": ('"relu"', '"rleu"', "rleu", ["relu"]),
    "activation_leaky": ('"relu"', '"leaky_rellu(0.01)"', "leaky_rellu", ["leaky_relu"]),
    "activation_case": ('"relu"', '"sigmiod"', "sigmiod", ["sigmoid"]),
    "initializer": ('"uniform(-0.05, 0.05)"', '"unifrom(-0.05, 0.05)"', "unifrom", ["uniform"]),
    "initializer_kaiming": ('"uniform(-0.05, 0.05)"', '"kaiming_nromal"', "kaiming_nromal", ["kaiming_normal"]),
    "initializer_bias": ('"zeros"', '"zeroes"', "zeroes", ["zeros"]),
    "loss": ('"bce_with_logits"', '"bce_with_logit"', "bce_with_logit\"", ["bce_with_logits"]),
    "optimizer": ('"sgd"', '"sdg"', "sdg", ["sgd"]),
    "optimizer_parameter": ('"sgd"', '"sgd(momentun=0.9)"', "momentun", ["momentum"]),
    "preprocess": ('preprocess = "none"', 'preprocess = "standard_scalar"', "standard_scalar", ["standard_scaler"]),
    "data_source": ('source = "csv"', 'source = "cvs"', "cvs", ["csv"]),
    "data_key": ("label =", "lable =", "lable", ["label"]),
    "layer_key": ("", 'hidden.0.weight_inti = "zeros"\n', "weight_inti", ["weight_init"]),
    "activation_parameter": ('"relu"', '"leaky_relu(negative_slop=0.1)"', "negative_slop", ["negative_slope"]),
    "random_distribution": ("", '[random]\nn = 3\nlr = { log_unifrom = [0.1, 1.0] }\n', "log_unifrom", ["log_uniform"]),
    "axis_generator": ("", "[grid]\nlr = { logspaec = [0.1, 1.0], n = 3 }\n", "logspaec", ["logspace"]),
    "grid_key": ("", '[grid]\nactivatoin = ["relu"]\n', "activatoin", ["activation"]),
    "cell_key": ("", '[[cell]]\nname = "x"\nepoch = 3\n', "epoch = 3", ["epochs"]),
    "keep": ('keep = "none"', 'keep = "al"', 'keep = "al"', ["all"]),
    "base_key_in_top": ("seed = 1", "seed = 1\nlr = 0.1", "lr = 0.1", []),
    # columns of the data
    "feature_column": ('["a", "b"]', '["a", "c"]', None, []),
    "label_column": ('label = "y"', 'label = "z"', None, []),
    # wrong types
    "lr_text": ("lr = 0.1", 'lr = "fast"', "fast", []),
    "lr_list": ("lr = 0.1", "lr = [0.1, 0.2]", "lr = [", []),
    "epochs_float": ("epochs = 1", "epochs = 1.5", "1.5", []),
    "epochs_text": ("epochs = 1", 'epochs = "many"', "many", []),
    "name_number": ('name = "bad"', "name = 7", "name = 7", []),
    "activation_number": ('"relu"', "3", "activation = 3", []),
    "data_text": ('data = { source = "csv", file = "d.csv", features = ["a", "b"], label = "y" }', 'data = "iris"', 'data = "iris"', []),
    "features_text": ('["a", "b"]', '"a"', "features", []),
    "features_one": ('["a", "b"]', '["a"]', "features", []),
    "features_three": ('["a", "b"]', '["a", "b", "y"]', "features", []),
    "seed_float": ("seed = 1", "seed = 1.5", "seed", []),
    "seed_word": ("seed = 1", 'seed = "lucky"', "seed", []),
    "nesterov_number": ('"sgd"', '"sgd(momentum=0.9, nesterov=2.5)"', "nesterov", []),
    "grid_scalar": ("", "[grid]\nlr = 0.5\n", "lr = 0.5", []),
    "grid_wrong_element": ("", '[grid]\nlr = [0.1, "fast"]\n', '"fast"', []),
    "cell_not_table": ("", "[cell]\nlr = 0.5\n", "[cell]", []),
    "batch_text": ('batch_size = "full"', 'batch_size = "half"', "half", []),
    "date": ("lr = 0.1", "lr = 2020-01-01", "2020-01-01", []),
    # out of range
    "lr_negative": ("lr = 0.1", "lr = -0.1", "-0.1\n", []),
    "lr_nan": ("lr = 0.1", "lr = nan", "lr = nan", []),
    "lr_inf": ("lr = 0.1", "lr = inf", "lr = inf", []),
    "epochs_negative": ("epochs = 1", "epochs = -1", "epochs = -1", []),
    "networks_zero": ("networks_per_cell = 10", "networks_per_cell = 0", "networks_per_cell", []),
    "networks_negative": ("networks_per_cell = 10", "networks_per_cell = -5", "networks_per_cell", []),
    "networks_suffix": ("networks_per_cell = 10", 'networks_per_cell = "1X"', "networks_per_cell", []),
    "networks_huge": ("networks_per_cell = 10", 'networks_per_cell = "99999999999999999999999"', "networks_per_cell", []),
    "networks_wrap": ("networks_per_cell = 10", 'networks_per_cell = "17179869184G"', "networks_per_cell", []),
    "seed_negative": ("seed = 1", "seed = -1", "seed", []),
    "seed_2_64": ("seed = 1", 'seed = "18446744073709551616"', "seed", []),
    "seed_beyond_toml": ("seed = 1", "seed = 9223372036854775808", "seed", []),
    "version": ("spec_version = 1", "spec_version = 999", "spec_version", []),
    "test_fraction_big": ("test_fraction = 0.0", "test_fraction = 1.5", "test_fraction", []),
    "test_fraction_negative": ("test_fraction = 0.0", "test_fraction = -0.1", "test_fraction", []),
    "batch_zero": ('batch_size = "full"', "batch_size = 0", "batch_size", []),
    "shape": ('"2-1-1"', '"2-1"', "shape", ["2-1-1"]),
    "shape_words": ('"2-1-1"', '"two"', "shape", ["2-1-1"]),
    "keep_first_negative": ('keep = "none"', 'keep = "first(-1)"', "keep", []),
    "momentum_negative": ('"sgd"', '"sgd(momentum=-0.5)"', "momentum", []),
    "uniform_reversed": ('"uniform(-0.05, 0.05)"', '"uniform(0.05, -0.05)"', "uniform", []),
    "lattice_0": ('"uniform(-0.05, 0.05)"', '"lattice(0)"', "lattice", []),
    "lattice_fraction": ('"uniform(-0.05, 0.05)"', '"lattice(2.5)"', "lattice", []),
    "random_log_of_0": ("", "[random]\nn = 3\nlr = { log_uniform = [0.0, 1.0] }\n", "log_uniform", []),
    "random_reversed": ("", "[random]\nn = 3\nlr = { uniform = [1.0, 0.1] }\n", "uniform = [", []),
    "random_without_n": ("", "[random]\nlr = { uniform = [0.1, 1.0] }\n", None, []),
    "random_negative_n": ("", "[random]\nn = -3\nlr = { uniform = [0.1, 1.0] }\n", "n = -3", []),
    "logspace_without_n": ("", "[grid]\nlr = { logspace = [0.1, 1.0] }\n", "logspace", []),
    "logspace_of_0": ("", "[grid]\nlr = { logspace = [0.0, 1.0], n = 3 }\n", "logspace", []),
    "linspace_n_0": ("", "[grid]\nlr = { linspace = [0.1, 1.0], n = 0 }\n", "linspace", []),
    "bad_axis_value": ("", "[grid]\nlr = [0.1, -0.2]\n", "-0.2", []),
    # parts written wrongly
    "uniform_three_arguments": ('"uniform(-0.05, 0.05)"', '"uniform(1, 2, 3)"', "uniform(1, 2, 3)", []),
    "uniform_unclosed": ('"uniform(-0.05, 0.05)"', '"uniform(-0.05, 0.05"', "uniform(", []),
    "uniform_word": ('"uniform(-0.05, 0.05)"', '"uniform(low, high)"', "uniform(", []),
    "uniform_nan": ('"uniform(-0.05, 0.05)"', '"uniform(nan, 1)"', "uniform(", []),
    "trailing_text": ('"uniform(-0.05, 0.05)"', '"uniform(-0.05, 0.05) x"', "uniform(", []),
    "relu_with_argument": ('"relu"', '"relu(0.1)"', "relu(0.1)", []),
    "leaky_two_arguments": ('"relu"', '"leaky_relu(0.1, 0.2)"', "leaky_relu", []),
    "same_argument_twice": ('"sgd"', '"sgd(momentum=0.9, momentum=0.8)"', "momentum", []),
    "values_too_few": ('"uniform(-0.05, 0.05)"', '"values(1)"', "values", []),
    "values_too_many": ('"uniform(-0.05, 0.05)"', '"values(1, 2, 3)"', "values", []),
    "empty_part": ('"relu"', '""', 'activation = ""', []),
    # axes
    "empty_axis": ("", "[grid]\nlr = []\n", "lr = []", []),
    "unequal_zip": ("", '[[zip]]\nlr = [0.1, 0.2]\nepochs = [1, 2, 3]\n', None, []),
    "same_key_in_grid_and_zip": ("", '[grid]\nlr = [0.1, 0.2]\n[[zip]]\nlr = [0.3, 0.4]\nepochs = [1, 2]\n', None, ["lr"]),
    "duplicate_cell_in_axis": ("", "[grid]\nlr = [0.2, 0.2]\n", "0.2, 0.2", []),
    "duplicate_cell_explicit": ("", '[grid]\nlr = [0.2, 0.3]\n[[cell]]\nname = "again"\nlr = 0.3\n', None, []),
    "duplicate_cell_spelt_otherwise": ("", '[grid]\nactivation = ["leaky_relu(0.01)", "leaky_relu(negative_slope=0.01)"]\n', None, []),
    "replicates_as_axis": ("", "[grid]\nnetworks_per_cell = [10, 20]\n", "networks_per_cell = [", []),
    "seed_as_axis": ("", "[grid]\nseed = [1, 2]\n", "seed = [", []),
    "axis_nothing_uses": ("", '[grid]\nhidden.1.bias_init = ["zeros", "ones"]\n', "hidden.1.bias_init", []),
    "axis_data_nothing_uses": ("", "[grid]\ndata.rows = [10, 20]\n", "data.rows", []),
    # TOML itself
    "duplicate_key": ("lr = 0.1", "lr = 0.1\nlr = 0.2", None, ["lr"]),
    "unterminated_string": ('"relu"', '"relu', None, []),
    "unclosed_table": ("", "[grid\nlr = [0.1]\n", None, []),
    "no_value": ("lr = 0.1", "lr =", None, []),
    "two_tables": ("", "[base]\nlr = 0.3\n", None, ["base"]),
    "bare_word": ("lr = 0.1", "lr = yes", None, []),
    "tab_garbage": ("lr = 0.1", "lr = 0.1 0.2", None, []),
    "bad_escape": ('"bad"', r'"\q"', None, []),
}


class TestBadSpec(Bad):
    def check(self, old, new, fragment, words):
        if old:
            self.assertEqual(GOOD.count(old), 1, "the test's own mistake: %r" % old)
            text = GOOD.replace(old, new)
        else:
            text = GOOD + new
        self.place(text)
        for command in (["run", "bad.toml", "-o", "out"], ["plan", "bad.toml"]):
            r = self.myriad(self.dir, *command)
            if new in ('["a", "c"]', 'label = "z"'):  # a column that the file lacks may be the file's fault
                self.refused(r, (USAGE, 4))
            else:
                self.refused(r, USAGE)
            self.untouched()
            if fragment is not None:
                line = text[:text.index(fragment)].count("\n") + 1
                self.line_and_column(r, "bad.toml", line, len(text.split("\n")[line - 1]))
            else:   # which of two lines is to blame is open
                self.line_and_column(r, "bad.toml" if "bad.toml:" in r.err else "d.csv")
            for w in words:
                self.assertRegex(r.err, r"(?<![A-Za-z_])%s(?![A-Za-z_])" % re.escape(w))

    def test_the_good_one_is_good(self):
        self.place(GOOD)
        self.good(self.dir, "plan", "bad.toml")
        self.untouched()
        self.good(self.dir, "run", "bad.toml", "-o", "out")

    def test_all_errors_at_once(self):
        text = GOOD
        for old, new in (('"relu"', '"rleu"'), ("epochs = 1", "epochs = -1"), ('"sgd"', '"sdg"'), ("seed = 1", "seed = -1"),
                         ('preprocess = "none"', 'preprocess = "standard_scalar"'), ("keep =", "keeep ="), ("label =", "lable =")):
            text = text.replace(old, new)
        self.place(text)
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.refused(r, USAGE)
        self.untouched()
        lines = {int(n) for n in re.findall(r"bad\.toml:(\d+):\d+", r.err)}
        want = {text[:text.index(f)].count("\n") + 1 for f in ("rleu", "epochs = -1", "sdg", "seed = -1", "standard_scalar", "keeep", "lable")}
        self.assertLessEqual(want, lines, "errors in lines %s, told of %s\n%s" % (sorted(want), sorted(lines), r))

    def test_errors_in_every_section_at_once(self):
        extra = ('[grid]\nlr = [0.1, "x"]\nactivatoin = ["relu"]\n[[zip]]\nepochs = [1, -2]\n[random]\nn = 2\n'
                 'lr = { unifrom = [0.1, 0.2] }\n[[cell]]\nname = "c"\noptimizer = "adamm"\n')
        text = GOOD + extra
        self.place(text)
        r = self.myriad(self.dir, "plan", "bad.toml")
        self.refused(r, USAGE)
        lines = {int(n) for n in re.findall(r"bad\.toml:(\d+):\d+", r.err)}
        want = {text[:text.index(f)].count("\n") + 1 for f in ('"x"', "activatoin", "-2]", "unifrom", "adamm")}
        self.assertLessEqual(want, lines, str(r))

    def test_column_points_at_the_thing(self):
        """The column is that of the key or of its value (either end of a call is accepted)."""
        self.place(GOOD.replace('"relu"', '"rleu"'))
        r = self.myriad(self.dir, "plan", "bad.toml")
        columns = {int(c) for c in re.findall(r"bad\.toml:11:(\d+)", r.err)}
        self.assertTrue(columns & {1, 14, 15}, str(r))

    def test_invalid_utf8(self):
        self.place(GOOD.encode().replace(b'"bad"', b'"b\xff\xfed"'))
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.refused(r, USAGE)
        self.line_and_column(r, "bad.toml", 2)
        self.untouched()

    def test_nul_in_spec(self):
        self.place(GOOD.encode().replace(b'"bad"', b'"b\x00d"'))
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.refused(r, USAGE)
        self.untouched()

    def test_deep_nesting(self):
        for text in ("x = " + "[" * 50000 + "]" * 50000, "x = " + "{ a = " * 20000 + "1" + " }" * 20000, "a" + ".a" * 50000 + " = 1"):
            self.place(text + "\n" + GOOD)
            r = self.myriad(self.dir, "plan", "bad.toml")
            self.refused(r, USAGE)
            self.untouched()

    def test_deep_call(self):
        self.place(GOOD.replace('"relu"', '"' + "relu(" * 20000 + ")" * 20000 + '"'))
        self.refused(self.myriad(self.dir, "plan", "bad.toml"), USAGE)

    def test_absurd_sizes(self):
        """Products of sizes do not wrap: a plan, or an error, never a small number."""
        for n in ("9223372036854775807", "9223372036854775808", "4294967296G", '"4G"'):
            self.place(GOOD.replace("networks_per_cell = 10", "networks_per_cell = %s" % (n if n[0] == '"' else '"%s"' % n))
                       .replace("epochs = 1\n", "epochs = 2000000000\n"))
            r = self.myriad(self.dir, "run", "bad.toml", "-o", "out", "--dry-run")
            self.assertIn(r.code, (0, USAGE, IO_ERROR), str(r))
            self.untouched()

    def test_too_many_cells(self):
        """10^12 cells: refused (or planned) at once, not counted out in memory."""
        axes = "".join("%s = [%s]\n" % (k, ", ".join("%g" % (.001 * (i + 1)) for i in range(1000)))
                       for k in ("lr", "weight_decay", "test_fraction"))
        axes += "epochs = [%s]\n" % ", ".join(str(i) for i in range(1000))
        self.place(GOOD + "[grid]\n" + axes)
        r = self.myriad(self.dir, "plan", "bad.toml", timeout=60)
        self.assertIn(r.code, (0, USAGE), str(r)[:3000])

    def test_missing_spec(self):
        self.before = self.listing(self.dir)
        r = self.myriad(self.dir, "run", "nothing.toml", "-o", "out")
        self.refused(r, (USAGE, IO_ERROR), "nothing.toml")
        self.untouched()

    def test_spec_is_a_directory(self):
        os.mkdir(os.path.join(self.dir, "d.toml"))
        self.before = self.listing(self.dir)
        self.refused(self.myriad(self.dir, "run", "d.toml", "-o", "out"), (USAGE, IO_ERROR), "d.toml")
        self.untouched()

    def test_missing_csv(self):
        """A file that is not there: exit 4 by the table of exit codes, or 2 as an error in the spec; both are accepted."""
        self.place(GOOD, data=None)
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.refused(r, (USAGE, IO_ERROR), "d.csv")
        self.untouched()

    def test_csv_is_a_directory(self):
        self.place(GOOD, data=None)
        os.mkdir(os.path.join(self.dir, "d.csv"))
        self.before = self.listing(self.dir)
        self.refused(self.myriad(self.dir, "run", "bad.toml", "-o", "out"), (USAGE, IO_ERROR), "d.csv")
        self.untouched()

    def test_csv_is_relative_to_the_spec(self):
        os.mkdir(os.path.join(self.dir, "sub"))
        self.write(self.dir, "sub/s.toml", GOOD)
        self.write(self.dir, "sub/d.csv", DATA)
        self.good(self.dir, "run", "sub/s.toml", "-o", "out")

    def test_feature_typo_names_the_column(self):
        self.place(GOOD.replace('["a", "b"]', '["petal_length", "petal_widht"]').replace('"y"', '"virginica"'),
                   "petal_length,petal_width,virginica\n1,2,0\n2,1,1\n")
        r = self.myriad(self.dir, "run", "bad.toml", "-o", "out")
        self.refused(r, (USAGE, IO_ERROR), "petal_width")
        self.untouched()

    def test_errors_on_a_bad_override(self):
        self.place(GOOD)
        for args in (["--set", "activation=rleu"], ["--set", "activaton=relu"], ["--axis", "lr=0.1,fast"], ["--set", "lr"],
                     ["--networks", "-3"], ["--seed", "x"], ["--set", "lr=-1"]):
            r = self.myriad(self.dir, "run", "bad.toml", "-o", "out", *args)
            self.refused(r, USAGE)
            self.untouched()

    def test_message_holds_no_raw_control_characters(self):
        self.place(GOOD.replace('"relu"', '"re\\u001b[31mlu"'))
        r = self.myriad(self.dir, "plan", "bad.toml")
        self.refused(r, USAGE)
        self.assertNotIn(b"\x1b[31mlu", r.err_bytes)


add(TestBadSpec, SPECS)


if __name__ == "__main__":
    unittest.main()
