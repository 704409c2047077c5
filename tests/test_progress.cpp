// What a run shows while it works: every form against text worked out by hand, and when each is
// shown.
#include "host/cli/progress.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace myriad::cli {
namespace {

RunProgress state(double share, double seconds) {
  RunProgress progress;
  progress.cells = 8;
  progress.cells_done = static_cast<std::uint32_t>(share * 8);
  progress.networks = 800'000;
  progress.networks_done = static_cast<std::uint64_t>(share * 800'000);
  progress.updates = 4e12;
  progress.updates_done = share * 4e12;
  progress.seconds = seconds;
  progress.rate = 1.234e10;
  progress.eta_seconds = 83;
  return progress;
}

struct Shown {
  std::vector<std::string> texts;
  ProgressPrinter printer;
  Shown(ProgressMode mode, int width)
      : printer(mode, width, [this](std::string_view text) { texts.emplace_back(text); }) {}
};

TEST(Progress, BarShowsShareRateAndTimeLeft) {
  // 79 columns: 51 of figures, 2 brackets, 26 of bar, of which a quarter (6.5) is full
  EXPECT_EQ(bar_line(state(0.25, 10), 80),
            "[######....................]  25 %  cell 3/8  12.3 G updates/s  1 min 23 s left");
}

TEST(Progress, BarNeverReachesTheLastColumn) {
  for (int width = 1; width <= 200; ++width) {
    EXPECT_LT(bar_line(state(0.5, 10), width).size(), static_cast<std::size_t>(width)) << width;
  }
}

TEST(Progress, HundredPercentMeansDone) {
  EXPECT_NE(bar_line(state(0.99999, 10), 80).find(" 99 %"), std::string::npos);
  EXPECT_NE(bar_line(state(1, 10), 80).find("100 %"), std::string::npos);
}

TEST(Progress, PlainLineIsOneLine) {
  EXPECT_EQ(plain_line(state(0.5, 10)),
            " 50 %  400,000 of 800,000 networks  cell 5/8  12.3 G updates/s  1 min 23 s left\n");
}

TEST(Progress, JsonLineCarriesTheNumbers) {
  const auto json = nlohmann::json::parse(to_json(state(0.5, 10)));
  EXPECT_EQ(json["networks_done"], 400'000);
  EXPECT_EQ(json["share"], 0.5);
  EXPECT_EQ(json["eta_seconds"], 83);
  RunProgress unknown = state(0.5, 10);
  unknown.eta_seconds = -1;
  EXPECT_TRUE(nlohmann::json::parse(to_json(unknown))["eta_seconds"].is_null());
}

TEST(Progress, ShareFallsBackToNetworks) {
  RunProgress progress = state(0.5, 1);
  progress.updates = 0;  // epochs = 0: nothing to update
  progress.networks_done = 200'000;
  EXPECT_EQ(share_done(progress), 0.25);
  EXPECT_EQ(share_done(RunProgress{}), 0);
}

TEST(Progress, BarIsRedrawnTenTimesASecondAtMost) {
  Shown shown(ProgressMode::bar, 80);
  for (int i = 0; i <= 100; ++i) shown.printer.update(state(0.1, i * 0.01));
  EXPECT_GE(shown.texts.size(), 10u);
  EXPECT_LE(shown.texts.size(), 11u);
  EXPECT_EQ(shown.texts[0].front(), '\r');
  shown.printer.finish();
  EXPECT_EQ(shown.texts.back(), "\n");
  shown.printer.finish();
  EXPECT_EQ(shown.texts.back(), "\n");
  EXPECT_LE(shown.texts.size(), 12u);
}

TEST(Progress, PlainLinesComeEveryFivePercentOrThirtySeconds) {
  Shown by_share(ProgressMode::plain, 80);
  for (int i = 0; i <= 1000; ++i) by_share.printer.update(state(i / 1000.0, i * 0.001));
  EXPECT_EQ(by_share.texts.size(), 20u);  // 5, 10 … 100 %
  Shown by_time(ProgressMode::plain, 80);
  for (int i = 0; i <= 100; ++i) by_time.printer.update(state(0.01, i));
  EXPECT_EQ(by_time.texts.size(), 3u);  // at 30, 60 and 90 s
}

TEST(Progress, TheEndIsAlwaysShown) {
  Shown shown(ProgressMode::plain, 80);
  shown.printer.update(state(0.97, 0.1));
  shown.printer.update(state(1, 0.11));
  ASSERT_EQ(shown.texts.size(), 2u);
  EXPECT_EQ(shown.texts[1].substr(0, 5), "100 %");
}

TEST(Progress, NoneShowsNothing) {
  Shown shown(ProgressMode::none, 80);
  shown.printer.update(state(0.5, 100));
  shown.printer.update(state(1, 200));
  shown.printer.finish();
  EXPECT_TRUE(shown.texts.empty());
}

}  // namespace
}  // namespace myriad::cli
