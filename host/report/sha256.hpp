// SHA-256 (FIPS 180-4), for the one hash a Content-Security-Policy asks for.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace myriad::report {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);

/// The digest in base64, as a Content-Security-Policy wants it.
std::string sha256_base64(std::string_view bytes);

}  // namespace myriad::report
