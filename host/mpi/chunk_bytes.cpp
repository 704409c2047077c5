// A chunk's result as bytes: three lengths, the summary's text, the kept records, the flags.
#include "host/mpi/chunk_bytes.hpp"

#include <cstring>
#include <type_traits>

#include "host/text/content_hash.hpp"
#include "myriad/error.hpp"

namespace myriad {
namespace {

struct Head {
  std::uint64_t summary, kept, flags, hash;
};
static_assert(std::is_trivially_copyable_v<Record>);

std::uint64_t hash_of(std::string_view bytes) {
  ContentHash hash;
  hash.insert(bytes);
  return hash.value();
}

template <class T>
void append(std::string& to, const T* from, std::size_t count) {
  if (count > 0) to.append(reinterpret_cast<const char*>(from), count * sizeof(T));
}

template <class T>
std::vector<T> take(std::string_view& from, std::size_t count) {
  std::vector<T> values(count);
  if (count > 0) std::memcpy(values.data(), from.data(), count * sizeof(T));
  from.remove_prefix(count * sizeof(T));
  return values;
}

}  // namespace

std::string to_bytes(const ChunkResult& result) {
  const std::string summary = result.summary.to_text();
  std::string body = summary;
  append(body, result.kept.data(), result.kept.size());
  append(body, result.flags.data(), result.flags.size());
  const Head head{summary.size(), result.kept.size(), result.flags.size(), hash_of(body)};
  std::string bytes;
  append(bytes, &head, 1);
  return bytes + body;
}

ChunkResult chunk_from_bytes(std::string_view bytes, std::uint64_t networks) {
  const InputOutputError damaged("a rank's answer did not arrive as it was sent; run the same command again");
  if (bytes.size() < sizeof(Head)) throw damaged;
  const Head head = take<Head>(bytes, 1).front();
  if (head.summary > bytes.size() || head.kept > networks || head.flags > networks ||
      head.summary + head.kept * sizeof(Record) + head.flags * sizeof(std::uint32_t) != bytes.size() ||
      head.hash != hash_of(bytes)) {
    throw damaged;
  }
  ChunkResult result;
  result.summary = Summary::from_text(std::string(bytes.substr(0, head.summary)));
  bytes.remove_prefix(head.summary);
  result.kept = take<Record>(bytes, head.kept);
  result.flags = take<std::uint32_t>(bytes, head.flags);
  if (result.summary.tally.networks != networks) throw damaged;
  return result;
}

}  // namespace myriad
