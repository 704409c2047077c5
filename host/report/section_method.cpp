// The end of the page: what the words mean, how the numbers are made, where the result comes from.
#include <fmt/format.h>

#include "host/text/number.hpp"
#include "host/text/shell.hpp"
#include "host/report/html.hpp"
#include "host/report/number_text.hpp"
#include "host/report/sections.hpp"

namespace myriad::report {
namespace {

constexpr std::size_t kMostSpecBytes = 60'000;

constexpr std::string_view kTerms = R"html(
<p>A network of shape 2-1-1 computes z = w<sub>1</sub>x<sub>1</sub> + w<sub>2</sub>x<sub>2</sub> + b, h = φ(z),
o = vh + c, p = 1/(1 + e<sup>−o</sup>); shape 2-1-1-1 has a second hidden unit in series. Class 1 is predicted
if o ≥ 0. All words below look at every training row, at the end of an epoch; epoch 0 is before the first
update.</p>
<dl class="terms">
<dt>dead</dt><dd>Every row lies in the flat set of the activation, where φ is constant (for ReLU: z ≤ 0, with
φ′(0) = 0), in some hidden layer. All gradients of its weights and bias are then exactly 0. Leaky and smooth
activations have no flat set: they are never dead.</dd>
<dt>born dead</dt><dd>Dead at epoch 0.</dd>
<dt>died</dt><dd>Not born dead, dead at the end.</dd>
<dt>transient</dt><dd>Not born dead, dead at some epoch in between, not dead at the end.</dd>
<dt>revived</dt><dd>Born dead, not dead at the end.</dd>
<dt>inactive</dt><dd>z ≤ 0 on every row, whatever the activation.</dd>
<dt>diverged</dt><dd>A parameter or the loss is not finite. Takes precedence over all of the above at the end;
such networks are left out of every share and mean but that of the born dead.</dd>
<dt>exact</dt><dd>The probability of being born dead, computed from the rows and the law of the weights
without any network: the measure of all starts with w·x + b ≤ 0 for every row. “s.e. off”: the distance of
the count from it, in standard errors √(np(1−p)).</dd>
<dt>95% interval of a share</dt><dd>Wilson’s: (k + z²/2 ± z√(k(n−k)/n + z²/4)) / (n + z²), z = 1.96.</dd>
<dt>95% interval of a difference</dt><dd>Newcombe’s, from the two Wilson intervals: for shares p, q with
intervals [l, u], [l′, u′], from p − q − √((p−l)² + (u′−q)²) to p − q + √((u−p)² + (q−l′)²). Cells train the
same starts, so where the fate of every network was kept the form for paired shares is used; otherwise this
one, which is wider wherever a start that dies in one cell tends to die in the other. A mean of differences
gets the mean of their intervals.</dd>
<dt>mean accuracy</dt><dd>Share of training rows right, averaged over networks; sd with n − 1; its interval is
mean ± 1.96 sd/√n.</dd>
<dt>digest</dt><dd>A sum modulo 2<sup>64</sup> over the networks of a hash of all that became of them. With
<code>--math exact</code> it is the same on every machine.</dd>
</dl>
)html";

std::string fact(std::string_view name, std::string_view value) {
  if (value.empty()) return "";
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escape(name), escape(value));
}

}  // namespace

std::string method_section(const ReportModel&) {
  return section("method", "What the words mean", kTerms);
}

std::string origin_section(const ReportModel& model) {
  const Manifest& m = model.manifest;
  std::string body = "<p>The command that makes this result again, to the last digest:</p>\n";
  body += fmt::format(
      "<pre><code>{}</code></pre>\n",
      escape(model.remaking_command));
  body += "<p>And this page from the result:</p>\n";
  body += fmt::format("<pre><code>{}</code></pre>\n", escape("myriad report " + shell_word(model.directory)));
  body += "<dl class=\"facts\">\n";
  body += fact("spec hash", m.spec_hash);
  body += fact("seed", std::to_string(model.seed));
  body += fact("networks per cell", grouped_text(model.networks_per_cell));
  body += fact("kept networks", model.keep);
  body += fact("engine", m.engine);
  body += fact("mathematics", m.math);
  body += fact("network-sample updates", grouped_text(m.network_sample_updates));
  body += fact("time", seconds_text(m.seconds));
  body += fact("started", m.started);
  body += fact("finished", m.finished);
  body += fact("machine", m.machine);
  body += fact("compiler", m.compiler);
  body += fact("myriad", m.version);
  body += "</dl>\n";
  if (!model.spec_text.empty()) {
    const bool cut = model.spec_text.size() > kMostSpecBytes;
    body += details(
        "The spec",
        fmt::format("<pre><code>{}</code></pre>\n{}",
                    escape(model.spec_text.substr(0, kMostSpecBytes)),
                    cut ? paragraph("The rest is left out here; it is in spec.toml.") : ""));
  }
  return section("origin", "Where this comes from", body);
}

}  // namespace myriad::report
