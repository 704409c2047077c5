// SQLite with errors as exceptions: opening, binding, reading, and what to do about each failure.
#include "host/store/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>
#include <new>

#include "myriad/error.hpp"
#include "host/store/file_guard.hpp"
#include "host/store/write_error.hpp"

namespace myriad {
namespace {

constexpr int kBusyMilliseconds = 60'000;  // a reader holds its lock for as long as it takes to read

constexpr std::uint64_t kSmallBytes = 65536;  // of a transaction that holds no chunks

}  // namespace

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  check(sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &statement_,
                           nullptr));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) database_.fail(code);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(statement_, parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, double value) {
  check(sqlite3_bind_double(statement_, parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  check(sqlite3_bind_text64(statement_, parameter, text.data(), text.size(), SQLITE_STATIC,
                            SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) {
  const char* data = bytes.empty() ? "" : bytes.data();  // a null pointer would bind NULL
  check(sqlite3_bind_blob64(statement_, parameter, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

void Statement::run() {
  step();
  check(sqlite3_reset(statement_));
  check(sqlite3_clear_bindings(statement_));
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) database_.fail(SQLITE_CORRUPT);
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_FLOAT) database_.fail(SQLITE_CORRUPT);
  return sqlite3_column_double(statement_, column);
}

std::string Statement::bytes(int column, int type) const {
  if (sqlite3_column_type(statement_, column) != type) database_.fail(SQLITE_CORRUPT);
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr ? std::string()
                         : std::string(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

std::string Statement::text(int column) const { return bytes(column, SQLITE_TEXT); }
std::string Statement::blob(int column) const { return bytes(column, SQLITE_BLOB); }

Database::Database(const std::string& file, Mode mode) : file_(file) {
  guard_file(file, mode == Mode::write);
  // Readers open for writing too, where they may: after a kill the first one to come rolls back.
  const int flags = SQLITE_OPEN_READWRITE | (mode == Mode::write ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
  try {
    if (code != SQLITE_OK) fail(code);
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, kBusyMilliseconds);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // A file from elsewhere may hold triggers or views that would run here.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    execute("PRAGMA cell_size_check = ON");
    if (mode == Mode::read) {
      execute("PRAGMA query_only = ON");
    } else {
      // Not WAL: it needs shared memory, which a network file system does not give. A transaction is
      // on the disk before its commit returns; FULL would not sync the directory after the journal's end,
      // and a journal that a power cut brings back would undo the transaction.
      execute("PRAGMA journal_mode = DELETE");
      execute("PRAGMA synchronous = EXTRA");
    }
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() { sqlite3_close(handle_); }

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Database::integer(const char* sql) {
  Statement statement(*this, sql);
  if (!statement.step()) fail(SQLITE_CORRUPT);
  return statement.integer(0);
}

void Database::fail(int code) const {
  const int kind = code & 0xff;
  if (kind == SQLITE_NOMEM) throw std::bad_alloc();  // there may be no handle
  const bool outside = kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN;
  const int system = outside ? sqlite3_system_errno(handle_) : 0;
  const std::uint64_t bytes = expected_bytes_ == 0 ? kSmallBytes : expected_bytes_;
  const char* const text = sqlite3_errmsg(handle_);
  switch (is_full(system) ? SQLITE_FULL : kind) {
    case SQLITE_FULL:
      throw InputOutputError(fmt::format(
          "{}: the disk is full; about {} bytes are needed for the next rows. What was committed is "
          "safe: free some space and run the same command again", file_, bytes));
    case SQLITE_IOERR:  // SQLite does not say which: the disk may as well be full
      throw InputOutputError(fmt::format(
          "{}: {}{}{}; about {} bytes were to be read or written. What was committed is safe: look "
          "after the disk and run the same command again",
          file_, text, system != 0 ? ": " : "", system != 0 ? std::strerror(system) : "", bytes));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
      throw InputOutputError(
          fmt::format("{}: damaged, or not a result of myriad; {}", file_, advice_on_damage(file_)));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw InputOutputError(fmt::format("{}: another program keeps it locked", file_));
    default:
      throw InputOutputError(fmt::format("{}: {}{}{}", file_, text, system != 0 ? ": " : "",
                                         system != 0 ? std::strerror(system) : ""));
  }
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  database_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace myriad
