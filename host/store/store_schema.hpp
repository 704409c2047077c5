// The tables of sweep.db. Any change here is a new kStoreVersion.
#pragma once

#include <cstddef>
#include <cstdint>

namespace myriad {

constexpr std::int64_t kApplicationId = 0x6d797264;  // "myrd"
constexpr std::int64_t kStoreVersion = 3;

// Floats are stored as the integers of their 32 bits: SQLite would turn NaN into NULL. Integers of 64
// bits are stored as SQLite's signed ones, except the seed, which is text. A chunk's row says that
// networks [first, first + count) of its cell are done; kept_digest is the sum of its kept rows' hashes.
// `fates` has a row for each chunk that begins below kPairedNetworks: bits of its networks below that
// number (PackedFates).
constexpr const char* kStoreTables[] = {
    "CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE dataset(id INTEGER PRIMARY KEY, key TEXT NOT NULL, bytes BLOB NOT NULL,"
    " checksum INTEGER NOT NULL) STRICT",
    "CREATE TABLE cell(id INTEGER PRIMARY KEY, position INTEGER NOT NULL, identity TEXT NOT NULL,"
    " dataset INTEGER NOT NULL, config TEXT NOT NULL, error TEXT, checksum INTEGER NOT NULL) STRICT",
    "CREATE TABLE chunk(cell INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,"
    " keep TEXT NOT NULL, kept INTEGER NOT NULL, kept_digest INTEGER NOT NULL, seconds REAL NOT NULL,"
    " summary TEXT NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY(cell, first)) STRICT, WITHOUT ROWID",
    "CREATE TABLE kept(cell INTEGER NOT NULL, network INTEGER NOT NULL, flags INTEGER NOT NULL,"
    " death_epoch INTEGER NOT NULL, first_death INTEGER NOT NULL, last_death INTEGER NOT NULL,"
    " train_correct INTEGER NOT NULL, test_correct INTEGER NOT NULL, born_firing INTEGER NOT NULL,"
    " firing INTEGER NOT NULL, train_loss_bits INTEGER NOT NULL, mean_activation_bits INTEGER NOT NULL,"
    " dead_at INTEGER NOT NULL,"
    " init_0 INTEGER NOT NULL, init_1 INTEGER NOT NULL, init_2 INTEGER NOT NULL, "
    " init_3 INTEGER NOT NULL, init_4 INTEGER NOT NULL, init_5 INTEGER NOT NULL, "
    " init_6 INTEGER NOT NULL, init_7 INTEGER NOT NULL, init_8 INTEGER NOT NULL, "
    " final_0 INTEGER NOT NULL, final_1 INTEGER NOT NULL, final_2 INTEGER NOT NULL, "
    " final_3 INTEGER NOT NULL, final_4 INTEGER NOT NULL, final_5 INTEGER NOT NULL, "
    " final_6 INTEGER NOT NULL, final_7 INTEGER NOT NULL, final_8 INTEGER NOT NULL,"
    " PRIMARY KEY(cell, network)) STRICT, WITHOUT ROWID",
    "CREATE TABLE run(number INTEGER PRIMARY KEY, provenance TEXT NOT NULL, checksum INTEGER NOT NULL)"
    " STRICT",
    "CREATE TABLE fates(cell INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,"
    " dead BLOB NOT NULL, diverged BLOB NOT NULL, solved BLOB NOT NULL, checksum INTEGER NOT NULL,"
    " PRIMARY KEY(cell, first)) STRICT, WITHOUT ROWID",
};
constexpr const char* kInsertKept =
    "INSERT INTO kept VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
    "?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)";

}  // namespace myriad
