// The program: from what went wrong to an exit code. Everything else is in a command's own file.
#include <fmt/format.h>

#include <cfenv>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "host/cli/command_line.hpp"
#include "host/cli/complaint.hpp"
#include "myriad/error.hpp"
#include "host/cli/terminal.hpp"
#include "host/text/visible.hpp"

namespace {

using myriad::ExitCode;
using myriad::cli::Command;

int run(const std::string& program, const std::vector<std::string>& arguments) {
  std::vector<std::string> whole = {program};
  whole.insert(whole.end(), arguments.begin(), arguments.end());
  std::vector<Command> commands = {
      myriad::cli::run_command(whole), myriad::cli::plan_command(),   myriad::cli::status_command(),
      myriad::cli::merge_command(whole),
      myriad::cli::report_command(),   myriad::cli::export_command(), myriad::cli::replay_command(),
      myriad::cli::compare_command(),  myriad::cli::list_command(),   myriad::cli::bench_command(),
      myriad::cli::doctor_command(),   myriad::cli::init_command()};
  commands.push_back(myriad::cli::completions_command(commands));
  commands.push_back(myriad::cli::manual_command(commands));
  return static_cast<int>(myriad::cli::run_command_line(arguments, commands));
}

int complain(ExitCode code, const std::string& message) {
  const bool ended = !message.empty() && message.back() == '\n';
  myriad::cli::say_raw(myriad::cli::complaint(myriad::visible(message), myriad::cli::standard_error()) + (ended ? "" : "\n"));
  return static_cast<int>(code);
}

/// What no handler can catch: an allocation that fails in a destructor, in a thread, or in a handler itself.
[[noreturn]] void last_words() noexcept {
  const char* text = "internal error: an exception that nothing caught\n";
  try {
    if (std::current_exception() != nullptr) throw;
  } catch (const std::bad_alloc&) {
    text = "error: out of memory\n";
  } catch (...) {
  }
  myriad::cli::say_raw(text);
  std::_Exit(static_cast<int>(ExitCode::internal));
}

}  // namespace

int main(int argc, char** argv) {
  std::set_terminate(last_words);
  std::fesetenv(FE_DFL_ENV);  // a library loaded before may round otherwise, or flush subnormals to zero
  myriad::cli::prepare_streams();
  try {
    if (argc < 1) return complain(ExitCode::usage, "error: started without a name");
    return run(argv[0], {argv + 1, argv + argc});
  } catch (const myriad::InputError& error) {
    return complain(error.code(), error.what());
  } catch (const myriad::Error& error) {
    return complain(error.code(), fmt::format("error: {}", error.what()));
  } catch (const std::bad_alloc&) {
    return complain(ExitCode::internal, "error: out of memory");
  } catch (const std::exception& error) {
    return complain(ExitCode::internal, fmt::format("internal error: {}", error.what()));
  } catch (...) {
    return complain(ExitCode::internal, "internal error of unknown kind");
  }
}
