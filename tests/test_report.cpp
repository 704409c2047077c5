// The page: complete, safe against what files hold, small, and the same bytes for the same result.
#include "myriad/report.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "host/report/page.hpp"
#include "host/report/script.hpp"
#include "host/report/sha256.hpp"
#include "report_fixture.hpp"

namespace myriad::report {
namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

/// Elements open and close in order. Void elements and self-closed shapes need no end.
void expect_well_formed(const std::string& page) {
  static const std::set<std::string> kVoid = {"!DOCTYPE", "meta", "link", "wbr", "br"};
  std::vector<std::string> open;
  const std::regex tag("<(/?)([A-Za-z!][A-Za-z0-9]*)([^<>]*)>");
  for (std::sregex_iterator it(page.begin(), page.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2];
    const std::string rest = (*it)[3];
    if (kVoid.count(name) != 0 || (!rest.empty() && rest.back() == '/')) continue;
    if ((*it)[1].length() == 0) {
      open.push_back(name);
    } else {
      ASSERT_FALSE(open.empty()) << "</" << name << ">";
      ASSERT_EQ(open.back(), name) << "after " << it->prefix().str().substr(0, 80);
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty()) << open.back();
}

void expect_unique_ids(const std::string& page) {
  std::set<std::string> ids;
  const std::regex id(" id=\"([^\"]*)\"");
  for (std::sregex_iterator it(page.begin(), page.end(), id), end; it != end; ++it) {
    EXPECT_TRUE(ids.insert((*it)[1]).second) << (*it)[1];
  }
  const std::regex reference("(?:href=\"#|aria-labelledby=\"|url\\(#)([^\")]*)");
  for (std::sregex_iterator it(page.begin(), page.end(), reference), end; it != end; ++it) {
    EXPECT_EQ(ids.count((*it)[1]), 1u) << (*it)[1];
  }
}

ReportModel hostile_model() {
  ReportModel model = small_model();
  const std::string evil =
      "</title></style><script>alert(1)</script>\"' onload=x <img src=http://x/y onerror=z>";
  model.name = model.spec_text = model.directory = model.keep = evil;
  model.varied_keys[1] = evil;
  model.notes = {evil};
  model.remaking_command = model.manifest.command = model.manifest.engine = model.manifest.machine = evil;
  model.manifest.spec_hash = model.manifest.math = model.manifest.version = evil;
  model.cells[0].name = evil + std::string(300, 'W');
  model.cells[0].values = {evil, evil};
  model.cells[1].error = evil;
  return model;
}

TEST(Report, IsWellFormedWithUniqueIds) {
  for (const ReportModel& model :
       {small_model(), hostile_model(), model_of({}, {{{}, dying_cell()}}), model_of({}, {})}) {
    const std::string page = html_page(model);
    expect_well_formed(page);
    expect_unique_ids(page);
  }
}

TEST(Report, AsksForNothingAndRunsNothingButItsOwnScript) {
  const std::string page = html_page(hostile_model());
  EXPECT_EQ(count_of(page, "<script"), 1u);
  EXPECT_EQ(count_of(page, "<script>" + std::string(kScript) + "</script>"), 1u);
  for (const char* word : {"innerHTML", "outerHTML", "insertAdjacent", "eval(", "Function(", "fetch(", "http:", "XMLHttp"})
    EXPECT_EQ(kScript.find(word), word == std::string("http:") ? kScript.find("http://www.w3.org/2000/svg") : std::string::npos)
        << word;
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find(" style="), std::string::npos);
  EXPECT_EQ(page.find("@import"), std::string::npos);
  const std::regex attribute("<[^>]*\\s(src|srcset|action|on[a-z]+)=");
  const std::string without_values = std::regex_replace(page, std::regex("\"[^\"]*\""), "\"\"");
  EXPECT_FALSE(std::regex_search(without_values, attribute));
  const std::regex link("<[^>]*\\shref=\"(?!#|data:,\")");
  EXPECT_FALSE(std::regex_search(page, link));
  EXPECT_EQ(count_of(page, "</style>"), 1u);
  EXPECT_EQ(count_of(page, "</title>"), 1u);
}

TEST(Report, ThePolicyAllowsExactlyItsOwnStyleSheetAndScript) {
  const std::string page = html_page(small_model());
  const std::size_t begin = page.find("<style>") + 7;
  const std::string sheet = page.substr(begin, page.find("</style>") - begin);
  EXPECT_NE(page.find("content=\"default-src 'none'; style-src 'sha256-" + sha256_base64(sheet) +
                      "'; script-src 'sha256-" + sha256_base64(kScript) +
                      "'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'\""),
            std::string::npos);
}

TEST(Report, SaysWhatWasFoundAndHowToMakeItAgain) {
  const std::string page = html_page(small_model());
  for (const char* part :
       {"<p class=\"headline\">Up to <b>47.2%</b> <span class=\"ci\">[44.1, 50.3]</span> of the networks were born dead (relu)",
        "myriad run by-hand.toml -o runs/by-hand", "3f9c0e5a7b21d846", "cpu avx2 x2", "8.00e8",
        "01234567<wbr>89abcdef", "47.1664%<small>0 s.e. off</small>",
        "54.0%<small>[50.9, 57.1]</small>", "0.694<small>± 0.214</small>",
        "-77.0 points<small>[-78.5, -75.2]</small>"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(page.find("stranger"), std::string::npos);
  EXPECT_EQ(page.find("id=\"warnings\""), std::string::npos);
}

TEST(Report, EveryDrawingIsNamedOrStandsBesideItsNumbers) {
  const std::string page = html_page(small_model());
  const std::regex svg("<svg[^>]*>");
  for (std::sregex_iterator it(page.begin(), page.end(), svg), end; it != end; ++it) {
    const std::string tag = it->str();
    const bool named = std::regex_search(tag, std::regex("role=\"img\" aria-label=\"[^\"]{20,}\""));
    EXPECT_TRUE(named || tag.find("aria-hidden=\"true\"") != std::string::npos) << tag;
  }
  EXPECT_EQ(count_of(page, "<main"), 1u);
  EXPECT_EQ(count_of(page, "<h1"), 1u);
  EXPECT_EQ(count_of(page, "<nav aria-label="), 1u);
  EXPECT_NE(page.find("<html lang=\"en\">"), std::string::npos);
}

TEST(Report, CountedAndComputedStandSideBySide) {
  const std::string page = html_page(small_model());
  const std::size_t at = page.find("<section id=\"theory\"");
  ASSERT_NE(at, std::string::npos);
  const std::string part = page.substr(at, page.find("</section>", at) - at);
  EXPECT_EQ(count_of(part, "<tr><th scope=\"row\">"), 1u);  // both cells of relu start alike
  EXPECT_NE(part.find("<td class=\"ex\">47.1664%</td>"), std::string::npos);
  EXPECT_NE(part.find("<td class=\"nc\">2</td>"), std::string::npos);
  EXPECT_NE(part.find("In 1 further start no network can be born dead, and none was."), std::string::npos);
}

TEST(Report, ShowsSingleNetworksWithTheirCommands) {
  ReportModel model = small_model();
  model.directory = "runs/my sweep";
  GalleryCell cell;
  cell.cell = 1;
  cell.rows = 2;
  cell.feature[0] = "<b>length";
  cell.points = {{1, 1, false}, {2, 2, true}};
  cell.frame = {0, 3, 0, 3};
  GalleryNetwork network;
  network.network = 17;
  network.kind = network.fate = "born dead";
  network.rows_right = 1;
  network.born = network.end = {-1, -1, 0};
  cell.networks = {network};
  model.gallery = {cell};
  const std::string page = html_page(model);
  expect_well_formed(page);
  expect_unique_ids(page);
  for (const char* part : {"myriad replay &#39;runs/my sweep&#39; <span class=\"nw\">--cell 1</span> <span class=\"nw\">--network "
                           "17</span>", "Network 17, born dead: born dead; its unit fires on 0 of 2 rows", "&lt;b&gt;length",
                           "<use href=\"#rows-1\"/>"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
}

TEST(Report, WarnsWhereItMust) {
  ReportModel model = small_model();
  model.cells[0].born_dead_theory = 0.6;
  model.cells[3].diverged = 2;
  const std::string page = html_page(model);
  EXPECT_NE(page.find("id=\"warnings\""), std::string::npos);
  EXPECT_NE(page.find("5 standard errors away from the exact probability: 1 of 4 cells: cell 0"),
            std::string::npos);
  EXPECT_NE(page.find("<th scope=\"col\">Diverged</th>"), std::string::npos);
}

TEST(Report, HasNoNumberThatIsNone) {
  const std::string page = html_page(diverged_model());
  EXPECT_FALSE(std::regex_search(page.substr(page.find("<body")), std::regex("\\b(nan|inf)\\b")));
  expect_well_formed(page);
}

ReportModel large_model(std::uint32_t cells) {
  const ReportModel small = small_model();
  std::vector<std::pair<std::vector<std::string>, ReportCell>> list;
  for (std::uint32_t i = 0; i < cells; ++i) {
    list.push_back(
        {{i % 2 == 0 ? "relu" : "leaky_relu(0.01)", std::to_string(i / 2), "uniform(-0.05, 0.05)"},
         small.cells[i % 4]});
  }
  return model_of({"activation", "data.offset", "weight_init"}, list);
}

TEST(Report, TwoThousandCellsFitInTwoMegabytes) {
  const std::string page = html_page(large_model(2000));
  EXPECT_LE(page.size(), 2'000'000u);
  EXPECT_EQ(count_of(page, "<th scope=\"row\">1999 "), 1u);
  EXPECT_EQ(page.find("Left out to keep this file small"), std::string::npos);
}

TEST(Report, BeyondThatItSaysWhatItLeavesOut) {
  const std::string page = html_page(large_model(6000));
  EXPECT_LE(page.size(), 2'000'000u);
  EXPECT_TRUE(std::regex_search(
      page, std::regex("Left out to keep this file small: [0-9,]+ of 6,000 cells")));
}

TEST(Report, TheSameModelGivesTheSameBytes) {
  EXPECT_EQ(html_page(small_model()), html_page(small_model()));
}

TEST(Report, TwoAxesMakeAMap) {
  std::vector<std::pair<std::vector<std::string>, ReportCell>> cells;
  for (const char* rate : {"0.01", "0.1", "1"}) {
    for (const char* scaler : {"none", "standard_scaler", "minmax_scaler"})
      cells.push_back({{rate, scaler}, dying_cell()});
  }
  const std::string page = html_page(model_of({"lr", "preprocess"}, cells));
  EXPECT_EQ(count_of(page, "<table class=\"map\">"), 1u);
  EXPECT_EQ(count_of(page, "<td class=\"h5\">54.0%</td>"), 9u);
  EXPECT_EQ(count_of(html_page(small_model()), "<table class=\"map\">"), 1u);
  EXPECT_EQ(html_page(model_of({"lr"}, {{{"1"}, dying_cell()}, {{"2"}, dying_cell()}})).find("class=\"map\""),
            std::string::npos);
}

}  // namespace
}  // namespace myriad::report
