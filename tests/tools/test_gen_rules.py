# SPDX-License-Identifier: Apache-2.0
"""gen-rules compiles a good rule, and answers each mistake with one line naming the hypothesis."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1) if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

VALUES = "".join('[[value]]\nid = "%s"\nkind = "derived"\nsource = "analyze"\n' % v for v in ("a.b_ratio", "a.c_per_s"))
VALUES += """[[value]]
id = "a.mode_state"
kind = "gauge"
source = "x"
states = ["fast", "slow"]
[[value]]
id = "a.done_count"
kind = "counter"
source = "x"
"""
RULE = """[[hypothesis]]
id = "a.full"
resource = "a"
aspect = "saturation"
class = "waiting"
cause = "it is full"
each = "a.b_ratio"
measure = "a.b_ratio"
for = [ { fact = "a.b_ratio > 0.5", required = true, says = "full by {a.b_ratio}", fails = "not full" } ]
culprits = ["instance"]
sentence = "{instance} is full by {a.b_ratio}."
next = [ { command = "top -p {pid}", why = "who" } ]
"""
TUNING = """[[tuning]]
id = "a.mode"
resource = "a"
setting = "the mode"
value = "a.mode_state"
costs = ["a.mode_state is slow"]
when = ["any a.b_ratio > 0.5", "a.done_count > 3"]
sentence = "The mode is {a.mode_state} at {a.b_ratio}."
reason = "slow is slow"
matters_when = "there is work"
next = [ { command = "cat /mode", why = "the mode" } ]
"""
OTHER = RULE.replace("a.full", "a.other")


def generate(*rules):
    """(exit status, stderr, generated C)"""
    with tempfile.TemporaryDirectory() as tree:
        os.mkdir(os.path.join(tree, "values"))
        with open(os.path.join(tree, "values", "v.toml"), "w", encoding="utf-8") as f:
            f.write(VALUES)
        with open(os.path.join(tree, "rules.toml"), "w", encoding="utf-8") as f:
            f.write("\n".join(rules))
        out = os.path.join(tree, "out.c")
        run = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "gen-rules"), out, os.path.join(tree, "out.h"),
                              os.path.join(tree, "values"), os.path.join(tree, "rules.toml")],
                             capture_output=True, text=True, check=False)
        text = ""
        if os.path.exists(out):
            with open(out, encoding="utf-8") as f:
                text = f.read()
        return run.returncode, run.stderr, text


class GenRules(unittest.TestCase):
    def refused(self, words, *rules):
        status, stderr, text = generate(*rules)
        self.assertEqual((status, text), (1, ""), stderr)
        self.assertEqual(stderr.count("\n"), 1, stderr)
        self.assertTrue(stderr.startswith("gen-rules: "), stderr)
        self.assertIn(words, stderr)

    def changed(self, words, old, new):
        self.assertIn(old, RULE)
        self.refused(words, RULE.replace(old, new, 1))

    def test_a_good_rule_is_compiled(self):
        status, stderr, text = generate(RULE)
        self.assertEqual((status, stderr), (0, ""))
        self.assertIn('.id = "a.full"', text)
        self.assertIn('.fails = "not full"', text)
        self.assertIn("PA_V_A_B_RATIO", text)

    def test_an_unknown_value_is_refused(self):
        self.changed("no value a.x_ratio", "a.b_ratio > 0.5", "a.x_ratio > 0.5")

    def test_an_unknown_value_in_a_text_is_refused(self):
        self.changed("no value a.y_ratio", "is full by {a.b_ratio}", "is full by {a.y_ratio}")

    def test_an_unknown_value_in_what_fails_is_refused(self):
        self.changed("no value z", '"not full"', '"not {z}"')

    def test_an_unknown_selector_is_refused(self):
        self.changed("no culprit selector everybody", '["instance"]', '["everybody"]')

    def test_a_cause_too_long_is_refused(self):
        self.changed("longer than 80", "it is full", "x" * 81)

    def test_a_measure_that_is_no_fact_is_refused(self):
        self.changed("not among the facts", 'measure = "a.b_ratio"', 'measure = "a.c_per_s"')

    def test_a_rule_without_a_required_fact_is_refused(self):
        self.changed("no fact is required", "required = true, ", "")

    def test_what_is_no_comparison_is_refused(self):
        self.changed("not a comparison", "a.b_ratio > 0.5", "a.b_ratio != 0.5")

    def test_an_unknown_key_is_refused(self):
        self.changed("unknown key", 'each = ', 'threshold = 1\neach = ')

    def test_an_unknown_class_is_refused(self):
        self.changed("class sleeping", '"waiting"', '"sleeping"')

    def test_a_hypothesis_twice_is_refused(self):
        self.refused("a.full is there twice", RULE, RULE)

    def test_explaining_what_does_not_exist_is_refused(self):
        self.refused("a.none, which does not exist", RULE + 'explains = ["a.none"]\n')

    def test_a_circle_of_explanations_is_refused(self):
        self.refused("explains itself", RULE + 'explains = ["a.other"]\n', OTHER + 'explains = ["a.full"]\n')

    def test_explaining_oneself_is_refused(self):
        self.refused("explains itself", RULE + 'explains = ["a.full"]\n')

    def test_a_constant_without_a_reason_is_refused(self):
        self.refused("needs id, value and why", RULE, '[[constant]]\nid = "k"\nvalue = 1\n')

    def untuned(self, words, old, new):
        self.assertIn(old, TUNING)
        self.refused(words, RULE + TUNING.replace(old, new, 1))

    def test_a_good_tuning_is_compiled(self):
        status, stderr, text = generate(RULE, TUNING)
        self.assertEqual((status, stderr), (0, ""))
        self.assertIn(".op = PA_OP_EQ, .any = 0, .than = 1.0", text)
        self.assertIn(".op = PA_OP_GT, .any = 1, .than = 0.5", text)
        self.assertIn(".setting_facts = 1", text)

    def test_a_word_that_is_no_state_is_refused(self):
        self.untuned("odd is no state of a.mode_state", "is slow", "is odd")

    def test_a_setting_without_a_condition_is_refused(self):
        self.untuned("an opinion", 'when = ["any a.b_ratio > 0.5", "a.done_count > 3"]', "when = []")

    def test_a_setting_of_any_instance_is_refused(self):
        self.untuned("judged for one instance", '["a.mode_state is slow"]', '["any a.mode_state is slow"]')

    def test_a_counter_in_a_sentence_is_refused(self):
        self.untuned("no rate", "at {a.b_ratio}", "at {a.done_count}")

    def test_an_unknown_value_of_a_setting_is_refused(self):
        self.untuned("no value a.other_state", 'value = "a.mode_state"', 'value = "a.other_state"')

    def test_a_missing_key_of_a_tuning_is_refused(self):
        self.untuned("a tuning has the keys", 'reason = "slow is slow"\n', "")

    def test_a_tuning_twice_is_refused(self):
        self.refused("a.mode is there twice", RULE + TUNING + TUNING)

    def test_broken_toml_is_refused(self):
        self.refused("rules.toml", RULE + "x = \n")


if __name__ == "__main__":
    unittest.main()
