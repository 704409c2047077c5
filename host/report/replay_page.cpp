// The page of one replayed network.
#include <fmt/format.h>

#include "host/report/html.hpp"
#include "host/report/number_text.hpp"
#include "host/report/replay_chart.hpp"
#include "host/report/sha256.hpp"
#include "host/report/style.hpp"
#include "host/text/number.hpp"
#include "myriad/replay.hpp"
#include "myriad/version.hpp"

namespace myriad {
namespace {

using namespace report;

std::string head(const std::string& title) {
  const std::string style = std::string(kStyle) + std::string(kReplayStyle);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; img-src data:; "
      "base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<meta name=\"generator\" content=\"myriad " MYRIAD_VERSION
      "\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{} – myriad</title>\n<style>{}</style>\n</head>\n",
      sha256_base64(style), escape(title), style);
}

std::string story_section(const Replay& replay) {
  std::string body;
  std::string_view rest = replay.story;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    body += paragraph(line);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  return section("story", "What became of it", body);
}

std::string path_section(const Replay& replay, const Dataset& data, const std::vector<std::uint32_t>& epochs) {
  std::size_t drawn = 0;
  const std::string chart = path_chart(replay, data, epochs, drawn);
  const std::size_t all = data.train.rows.size();
  std::string caption =
      "Circles are rows of class 0, crosses of class 1. Each line is where w.x + b is 0 at the epoch written at its "
      "end; its tick points to the side on which the unit fires. Dashed: the start. Thick: the end. Coloured, long "
      "dashes: the epoch of a death. A line that has left the picture is not drawn.";
  if (drawn < all) caption += fmt::format(" {} of {} rows are drawn.", grouped_text(drawn), grouped_text(all));
  return section("path", "The line on its way", figure(chart, caption));
}

std::string curves_section(const Replay& replay) {
  std::vector<double> loss, gradient, firing;
  for (const EpochState& state : replay.trace.epochs) {
    loss.push_back(state.loss);
    firing.push_back(state.rows_firing.front());
    gradient.push_back(gradient_norm(state, 0, state.gradient.size()));
  }
  gradient.pop_back();  // the last epoch takes no step
  std::string body = figure(epoch_chart(replay, loss, "Mean loss"), "Mean loss over the training rows.");
  body += figure(epoch_chart(replay, firing, "Rows that fire"), "Rows on which the first hidden unit fires.");
  if (!gradient.empty()) {
    body += figure(epoch_chart(replay, gradient, "Norm of the gradient"), "Norm of the whole gradient.");
  }
  return section("curves", "Over the epochs", "<div class=\"grid\">" + body + "</div>");
}

std::string table_section(const Replay& replay, const std::vector<std::uint32_t>& epochs) {
  std::string table = "<table><thead><tr><th scope=\"col\">epoch</th>";
  for (const std::string& name : replay.parameter_names) table += "<th scope=\"col\">" + escape(name) + "</th>";
  table += "<th scope=\"col\">loss</th><th scope=\"col\">rows firing</th><th scope=\"col\">gradient, hidden</th>"
           "<th scope=\"col\">gradient, output</th><th scope=\"col\">state</th></tr></thead>\n<tbody>\n";
  const std::size_t hidden = 1 + 2 * replay.trace.epochs.front().rows_firing.size();
  for (const std::uint32_t epoch : epochs) {
    const EpochState& state = replay.trace.epochs.at(epoch);
    table += fmt::format("<tr{}><th scope=\"row\">{}</th>", state.dead ? " class=\"dead-row\"" : "",
                         grouped_text(epoch));
    for (const float x : state.parameters) table += fmt::format("<td>{:.6g}</td>", x);
    const std::string none = "<td></td><td></td>";
    const std::string norms =
        state.gradient.empty() ? none
                               : fmt::format("<td>{:.4g}</td><td>{:.4g}</td>", gradient_norm(state, 0, hidden),
                                             gradient_norm(state, hidden, state.gradient.size()));
    table += fmt::format("<td>{:.6g}</td><td>{}</td>{}<td>{}</td></tr>\n", state.loss,
                         fmt::join(state.rows_firing, ", "), norms, state.dead ? "dead" : "alive");
  }
  return section("epochs", "Epoch by epoch", scrolling("Epoch by epoch", table + "</tbody></table>"));
}

std::string origin_section(const Result& result, std::uint32_t cell, const Replay& replay) {
  std::string facts = fmt::format("<dt>sweep</dt><dd>{}</dd><dt>seed</dt><dd>{}</dd>", escape(result.sweep().name),
                                  result.sweep().seed);
  for (const auto& [key, value] : result.sweep().cells.at(cell).values) {
    if (!value.empty()) facts += fmt::format("<dt>{}</dt><dd>{}</dd>", escape(key), escape(value));
  }
  return section("origin", "Where it comes from",
                 fmt::format("<pre>myriad replay {} --cell {} --network {} --html FILE</pre><dl class=\"facts\">{}</dl>",
                             escape(result.directory()), cell, replay.trace.record.network, facts));
}

}  // namespace

std::string html_replay(const Result& result, std::uint32_t cell, const Replay& replay) {
  const std::string title =
      fmt::format("cell {}, network {}: {}", cell, replay.trace.record.network, fate_text(replay.trace.record));
  const std::vector<std::uint32_t> epochs = epochs_to_show(replay.trace.epochs, {});
  return head(title) +
         fmt::format("<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n<h1>{}</h1>\n</header>\n"
                     "<main id=\"main\">\n{}{}{}{}{}</main>\n<footer><p>Made by myriad. This file asks for nothing "
                     "from anywhere.</p></footer>\n</body>\n</html>\n",
                     escape(title), story_section(replay), path_section(replay, *result.dataset(cell), epochs),
                     curves_section(replay), table_section(replay, epochs), origin_section(result, cell, replay));
}

}  // namespace myriad
