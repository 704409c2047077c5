// SQLite with errors as exceptions and values always bound, never spliced into a statement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace myriad {

class Database;

/// One prepared statement. Columns and parameters count from 0 and 1, as in SQLite.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, double value);
  Statement& bind(int parameter, std::string_view text);  ///< must outlive the next step
  Statement& bind_blob(int parameter, std::string_view bytes);

  /// True while there is a row. Throws InputOutputError.
  bool step();
  /// For statements without rows: runs it, then makes it ready to be bound again.
  void run();

  /// Throw InputOutputError when the column holds another type: the file is damaged.
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  std::string blob(int column) const;
  bool is_null(int column) const;

 private:
  void check(int code) const;
  std::string bytes(int column, int type) const;

  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// One file. Not for several threads at once.
class Database {
 public:
  enum class Mode { read, write };
  /// `write` creates the file when it is not there. Throws InputOutputError.
  Database(const std::string& file, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const char* sql);
  std::int64_t integer(const char* sql);  ///< the first value of the first row

  /// What a write at this point would add, for the message when the disk is full.
  void expect_bytes(std::uint64_t bytes) { expected_bytes_ = bytes; }

  const std::string& file() const { return file_; }
  sqlite3* handle() const { return handle_; }
  /// Throws InputOutputError that says what SQLite's result code means for the user.
  [[noreturn]] void fail(int code) const;

 private:
  std::string file_;
  sqlite3* handle_ = nullptr;
  std::uint64_t expected_bytes_ = 0;
};

/// All or nothing: rolls back unless commit() was reached.
class Transaction {
 public:
  enum class Kind { read, write };
  Transaction(Database& database, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace myriad
