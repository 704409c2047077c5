// The program as a user meets it: exit codes, what goes to which stream, and the words of its
// errors.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
namespace fixture = myriad::fixture;

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

struct Outcome {
  int code = -1;
  std::string out, err;
};

constexpr const char* small_spec = R"toml(spec_version = 1
name = "small"
seed = 5
networks_per_cell = 100
keep = "first(3)"
[base]
data = { source = "xor" }
weight_init = "uniform(-1, 1)"
output_weight_init = "uniform(-1, 1)"
epochs = 20
[grid]
activation = ["relu", "leaky_relu(0.01)"]
lr = [0.1, 1.0]
)toml";

/// Runs the built program by a shell, in a directory of its own.
class CommandLine : public ::testing::Test {
 protected:
  void SetUp() override { std::ofstream(directory_ / "spec.toml") << small_spec; }

  /// `tail` may redirect: it comes after the redirections of both streams.
  Outcome myriad(const std::string& arguments, const std::string& tail = "",
                 const std::string& head = "") {
    const std::string command = "cd '" + directory_.string() + "' && " + head +
                                " '" MYRIAD_EXECUTABLE "' " + arguments +
                                " >.out 2>.err </dev/null " + tail;
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status),
            text_of(directory_ / ".out"), text_of(directory_ / ".err")};
  }

  /// The program must refuse, with this code and these words on standard error, and nothing
  /// elsewhere.
  void refuses(const std::string& arguments, int code, const std::vector<std::string>& words) {
    const Outcome outcome = myriad(arguments);
    EXPECT_EQ(outcome.code, code) << arguments << '\n' << outcome.err;
    EXPECT_EQ(outcome.out, "") << arguments;
    for (const std::string& word : words) {
      EXPECT_NE(outcome.err.find(word), std::string::npos) << arguments << '\n' << outcome.err;
    }
    EXPECT_FALSE(fs::exists(directory_ / "out")) << arguments;
  }

  const fixture::TemporaryDirectory scratch_;
  const fs::path directory_ = scratch_.path();
};

TEST_F(CommandLine, RefusesWithWords) {
  refuses("", 2, {"no command", "Examples:"});
  refuses("rnu spec.toml", 2, {"unknown command 'rnu'", "did you mean 'run'"});
  refuses("--versoin", 2, {"did you mean '--version'"});
  refuses("run spec.toml", 2, {"missing -o"});
  refuses("run -o out", 2, {"missing SPEC"});
  refuses("run spec.toml -o out --netwoks 5", 2, {"'--netwoks'", "did you mean '--networks'"});
  refuses("run spec.toml -o out extra", 2, {"'extra'", "too many"});
  refuses("run spec.toml -o out --chunk", 2, {"--chunk needs a value"});
  refuses("run spec.toml -o out -o other", 2, {"given twice"});
  refuses("run spec.toml -o ''", 2, {"empty value"});
  refuses("run spec.toml -o out --dry-run=no", 2, {"takes no value"});
}

TEST_F(CommandLine, RefusesNumbersThatAreNone) {
  refuses("run spec.toml -o out --threads 0", 2, {"--threads 0", "between 1 and"});
  refuses("run spec.toml -o out --threads -4", 2, {"--threads", "-4"});
  refuses("run spec.toml -o out --networks -4", 2, {"-4"});
  refuses("run spec.toml -o out --networks nan", 2, {"nan"});
  refuses("run spec.toml -o out --seed 18446744073709551616", 2, {"18446744073709551616"});
  refuses("run spec.toml -o out --chunk 0", 2, {"--chunk 0"});
  refuses("run spec.toml -o out --chunk 010", 2, {"--chunk"});
  refuses("run spec.toml -o out --shard 2/2", 2, {"--shard"});
  refuses("run spec.toml -o out --shard 1", 2, {"--shard", "I/N"});
}

TEST_F(CommandLine, FastMathOnACpuIsExactAndSaysSo) {
  const Outcome fast = myriad("run spec.toml -o fast --math fast --device cpu");
  EXPECT_EQ(fast.code, 0) << fast.err;
  EXPECT_NE(fast.err.find("math: exact (--math fast is for CUDA"), std::string::npos) << fast.err;
  EXPECT_EQ(nlohmann::json::parse(text_of(directory_ / "fast/manifest.json")).at("math"), "exact");
}

TEST_F(CommandLine, RefusesUnknownChoices) {
  refuses("run spec.toml -o out --math fats", 2, {"did you mean 'fast'"});
  refuses("run spec.toml -o out --math exat", 2, {"did you mean 'exact'"});
  refuses("run spec.toml -o out --device cdua", 2, {"did you mean 'cuda'"});
  refuses("run spec.toml -o out --isa avx3", 2, {"did you mean 'avx2'"});
  refuses("run spec.toml -o out --progress bars", 2, {"did you mean 'bar'"});
  refuses("export out --table cels", 2, {"did you mean 'cells'"});
  refuses("export out --table data", 2, {"--cell"});
  refuses("list activation", 2, {"did you mean 'activations'"});
  refuses("list --json --markdown", 2, {"not both"});
}

TEST_F(CommandLine, RefusesAMissingDeviceWithTheFix) {
  refuses("run spec.toml -o out --device cuda:999", 3, {"--device cuda:999"});
}

TEST_F(CommandLine, RefusesFilesThatAreNotThere) {
  refuses("run none.toml -o out", 4, {"none.toml"});
  refuses("run '[a,b].toml' -o out", 4, {"[a,b].toml"});
  refuses("status none", 4, {"none"});
  refuses("report none", 4, {"none"});
  refuses("export none --table cells", 4, {"none"});
  refuses("replay none --cell 0 --network 0", 4, {"none"});
}

TEST_F(CommandLine, NoByteOfAnErrorSteersTheTerminal) {
  const Outcome outcome = myriad("\"$(printf 'a\\033[31mb')\"");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos);
  EXPECT_NE(outcome.err.find("\\x1b"), std::string::npos) << outcome.err;
}

TEST_F(CommandLine, EveryHelpBeginsWithExamplesAndFitsAScreen) {
  for (const char* command : {"", "run", "plan", "status", "report", "export", "compare", "replay",
                              "list", "bench", "doctor", "init"}) {
    const Outcome outcome = myriad(std::string(command) + " --help");
    EXPECT_EQ(outcome.code, 0) << command;
    EXPECT_EQ(outcome.out.rfind("Examples:\n  myriad ", 0), 0u) << command;
    EXPECT_EQ(outcome.err, "");
    std::istringstream lines(outcome.out);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      EXPECT_LE(line.size(), 80u) << command << ": " << line;
    }
    EXPECT_LE(count, 45) << command;
  }
  EXPECT_EQ(myriad("--version").out.rfind("myriad ", 0), 0u);
}

TEST_F(CommandLine, RunsReportsAndExports) {
  const Outcome run = myriad("run spec.toml -o out --device cpu --progress none");
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out, "");
  EXPECT_NE(run.err.find("report.html"), std::string::npos) << run.err;
  for (const char* file : {"sweep.db", "cells.csv", "spec.toml", "manifest.json", "report.html"}) {
    EXPECT_TRUE(fs::exists(directory_ / "out" / file)) << file;
  }
  const Outcome cells = myriad("export out --table cells");
  EXPECT_EQ(cells.code, 0);
  EXPECT_EQ(cells.out, text_of(directory_ / "out/cells.csv"));
  EXPECT_EQ(myriad("export out --table cells -o cells.csv").out, "");
  EXPECT_EQ(text_of(directory_ / "cells.csv"), cells.out);
  const Outcome one = myriad("export out --table cells --cell 2 --format json");
  EXPECT_EQ(nlohmann::json::parse(one.out).size(), 1u) << one.out;
  EXPECT_EQ(myriad("export out --table cells --cell 4").code, 2);

  const auto status = nlohmann::json::parse(myriad("status out --json").out);
  EXPECT_EQ(status["networks_done"], 400);
  EXPECT_EQ(status["finished"], true);
  const Outcome again = myriad("run spec.toml -o out --device cpu --progress none");
  EXPECT_EQ(again.code, 0);
  EXPECT_EQ(again.out, run.out);
  EXPECT_NE(again.err.find("nothing was left to do"), std::string::npos) << again.err;
}

TEST_F(CommandLine, DevicesGiveTheSameDigests) {
  ASSERT_EQ(myriad("run spec.toml -o a --device reference --progress none").code, 0);
  ASSERT_EQ(myriad("run spec.toml -o b --device cpu --threads 2 --chunk 7 --progress none").code,
            0);
  ASSERT_EQ(myriad("run spec.toml -o c --device all --progress none").code, 0);
  const std::string cells = text_of(directory_ / "a/cells.csv");
  EXPECT_EQ(text_of(directory_ / "b/cells.csv"), cells);
  EXPECT_EQ(text_of(directory_ / "c/cells.csv"), cells);
}

TEST_F(CommandLine, DryRunAndPlanCreateNothing) {
  const Outcome dry = myriad("run spec.toml -o out --dry-run --device cpu");
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_FALSE(fs::exists(directory_ / "out"));
  EXPECT_NE(dry.out.find("leaky_relu"), std::string::npos);
  const Outcome plan = myriad(
      "plan --set epochs=7 --axis lr=0.1,0.2,0.3 spec.toml --json --device cpu --networks 1k");
  ASSERT_EQ(plan.code, 0) << plan.err;
  const auto json = nlohmann::json::parse(plan.out);
  EXPECT_EQ(json["cells"], 6);
  EXPECT_EQ(json["networks"], 6000);
  EXPECT_EQ(json["network_sample_updates"], 6000ull * 4 * 7);
  EXPECT_EQ(json["plan"][0]["origin"]["epochs"], "--set");
  EXPECT_EQ(json["plan"].size(), 6u);
}

TEST_F(CommandLine, ReplayFindsTheKeptRow) {
  ASSERT_EQ(myriad("run spec.toml -o out --device cpu --progress none").code, 0);
  const Outcome replay = myriad("replay out --cell 1 --network 2 --json");
  ASSERT_EQ(replay.code, 0) << replay.err;
  const auto json = nlohmann::json::parse(replay.out);
  EXPECT_EQ(json["same_as_kept"], true);
  EXPECT_EQ(json["epochs"].front()["epoch"], 0);
  EXPECT_EQ(json["epochs"].back()["epoch"], 20);
  EXPECT_EQ(myriad("replay out --cell 1 --network 100").code, 2);
  EXPECT_EQ(myriad("replay out --cell 4 --network 0").code, 2);
  EXPECT_NE(myriad("replay out --cell 0 --network 0").err.find("same to the last bit"),
            std::string::npos);
}

TEST_F(CommandLine, AnotherSpecsDirectoryIsRefused) {
  ASSERT_EQ(myriad("run spec.toml -o out --device cpu --progress none").code, 0);
  const Outcome other = myriad("run spec.toml -o out --device cpu --progress none --seed 6");
  EXPECT_EQ(other.code, 5) << other.err;
}

TEST_F(CommandLine, AnInterruptedRunSaysHowToGoOn) {
  const std::string arguments =
      "run spec.toml -o out --device cpu --networks 50M --progress json --threads 1";
  const std::string begun = "n=0; until grep -qs networks_done '" + (directory_ / ".err").string() +
                            "' || [ $((n += 1)) -gt 600 ]; do sleep 0.1; done; ";
  for (const auto& [name, code] : {std::pair{"INT", 130}, std::pair{"TERM", 143}}) {
    fs::remove(directory_ / ".err");  // the last run's
    const Outcome outcome = myriad(arguments, "& pid=$!; " + begun + "kill -" + name + " $pid; wait $pid; exit $?", "exec");
    EXPECT_EQ(outcome.code, code) << outcome.err;
    EXPECT_NE(outcome.err.find("resume with:"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("run spec.toml -o out"), std::string::npos) << outcome.err;
  }
  const auto status = nlohmann::json::parse(myriad("status out --json").out);
  EXPECT_GT(status["networks_done"], 0);
  EXPECT_EQ(status["finished"], false);
}

TEST_F(CommandLine, AReaderThatLeavesIsNoError) {
  // the pipe's reader has gone by the time the list is written
  const Outcome outcome = myriad("", "",
                                 "bash -c 'set -o pipefail; { sleep 0.3; \"" MYRIAD_EXECUTABLE
                                 "\" list; } 2>.err | true' # ");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
}

TEST_F(CommandLine, AStreamThatCannotBeWrittenIsOne) {
  for (const char* tail : {">/dev/full", ">&-"}) {
    const Outcome outcome = myriad("list", tail);
    EXPECT_EQ(outcome.code, 4) << tail;
    EXPECT_NE(outcome.err.find("standard output"), std::string::npos) << outcome.err;
  }
  EXPECT_EQ(myriad("list", "2>&-").code, 0);
  // With the streams closed, no file of the result may take their numbers.
  EXPECT_EQ(myriad("run spec.toml -o first --device cpu", ">&-").code, 4);
  EXPECT_EQ(myriad("run spec.toml -o out --device cpu", "<&- >&- 2>&-").code, 4);
  EXPECT_EQ(myriad("status out --json").out.find("\"finished\": true") == std::string::npos, false);
}

TEST_F(CommandLine, ProgressGoesToStandardError) {
  const Outcome json = myriad("run spec.toml -o out --device cpu --progress json");
  ASSERT_EQ(json.code, 0) << json.err;
  EXPECT_NE(json.err.find("{\"cell\":"), std::string::npos) << json.err;
  EXPECT_EQ(json.out.find("{\"cell\":"), std::string::npos);
  const Outcome plain = myriad("run spec.toml -o out2 --device cpu");
  EXPECT_NE(plain.err.find("100 %"), std::string::npos) << plain.err;
  EXPECT_EQ(plain.err.find('\r'), std::string::npos) << "a bar, though this is no terminal";
}

TEST_F(CommandLine, InitWritesASpecThatPlans) {
  EXPECT_EQ(myriad("init -o new.toml").code, 0);
  EXPECT_EQ(myriad("init").out, text_of(directory_ / "new.toml"));
  EXPECT_EQ(myriad("init -o new.toml").code, 4) << "it would have replaced a file";
  const Outcome plan = myriad("plan new.toml --device cpu");
  EXPECT_EQ(plan.code, 0) << plan.err;
}

TEST_F(CommandLine, ListsEveryPartInThreeForms) {
  const auto json = nlohmann::json::parse(myriad("list --json").out);
  for (const char* topic : {"activations", "initializers", "optimizers", "losses", "preprocess",
                            "datasets", "schedules"}) {
    ASSERT_TRUE(json.contains(topic)) << topic;
    const std::string text = myriad(std::string("list ") + topic).out;
    for (const auto& part : json[topic]) {
      EXPECT_NE(text.find("  " + part["name"].get<std::string>()), std::string::npos)
          << part["name"];
    }
  }
  EXPECT_TRUE(json.contains("devices"));
  EXPECT_EQ(myriad("list --markdown").out, text_of(fs::path(MYRIAD_SOURCE_DIR) / "docs/parts.md"))
      << "docs/parts.md is old: build/bin/myriad list --markdown > docs/parts.md";
}

TEST_F(CommandLine, DoctorFindsThisMachineFit) {
  const Outcome doctor = myriad("doctor");
  EXPECT_EQ(doctor.code, 0) << doctor.out;
  EXPECT_EQ(doctor.out.find("FAIL"), std::string::npos) << doctor.out;
  EXPECT_NE(doctor.out.find("PASS  bits"), std::string::npos) << doctor.out;
  EXPECT_EQ(doctor.out.find('\x1b'), std::string::npos) << "colour, though this is no terminal";
  EXPECT_GT(nlohmann::json::parse(myriad("doctor --json").out)["checks"].size(), 5u);
}

}  // namespace
