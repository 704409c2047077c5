// Messages for disks that do not take what should be written.
#include "host/store/write_error.hpp"

#include <cerrno>

#include <gtest/gtest.h>

#include "myriad/error.hpp"

namespace myriad {
namespace {

std::string message(int error) {
  try {
    throw_write_error("dir/table.csv", error, 12345);
  } catch (const InputOutputError& caught) {
    EXPECT_EQ(caught.code(), ExitCode::input_output);
    return caught.what();
  }
}

TEST(WriteError, NamesTheFileAndTheBytesThatAreMissing) {
  EXPECT_EQ(message(ENOSPC), "cannot write dir/table.csv: the disk is full; 12345 bytes are needed");
  EXPECT_EQ(message(EDQUOT), message(ENOSPC));
  EXPECT_EQ(message(EACCES), "cannot write dir/table.csv: Permission denied");
}

}  // namespace
}  // namespace myriad
