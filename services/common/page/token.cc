#include "common/page/token.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "common/status/macros.h"
#include "common/status/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "sodium.h"

namespace telemachus::page {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kDefaultSize = 50;
constexpr int kMaxSize = 500;
// Longer ones are refused unread; order keys are short.
constexpr size_t kMaxTokenLength = 4096;
constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int kBase64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using Digest = std::array<uint8_t, crypto_generichash_BYTES>;

const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

// The request without what may differ from page to page, the same bytes for the same request.
std::string ListAsked(const Message& request) {
  const std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  for (const char* name : {"page_token", "page_size"}) {
    const FieldDescriptor* const field = copy->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) copy->GetReflection()->ClearField(copy.get(), field);
  }
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  copy->SerializePartialToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// What a token is bound to. Each part goes in with its length, so that none runs into the next.
Digest BindingOf(absl::string_view caller, const Message& request) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  const auto add = [&state](absl::string_view part) {
    std::array<uint8_t, 8> length;
    for (size_t i = 0; i < length.size(); ++i) {
      length[i] = static_cast<uint8_t>(static_cast<uint64_t>(part.size()) >> (8 * i));
    }
    crypto_generichash_update(&state, length.data(), length.size());
    crypto_generichash_update(&state, Bytes(part), part.size());
  };
  add(caller);
  add(request.GetDescriptor()->full_name());
  add(ListAsked(request));
  Digest digest;
  crypto_generichash_final(&state, digest.data(), digest.size());
  return digest;
}

std::string Encode(absl::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), kBase64), '\0');
  sodium_bin2base64(text.data(), text.size(), Bytes(bytes), bytes.size(), kBase64);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> Decode(absl::string_view text) {
  std::string bytes(text.size(), '\0');
  size_t length = 0;
  if (text.size() > kMaxTokenLength ||
      sodium_base642bin(reinterpret_cast<uint8_t*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &length, nullptr, kBase64) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

// The position sealed in `sealed`, a nonce and what follows it.
std::optional<std::string> Open(absl::string_view sealed, const Digest& binding,
                                absl::string_view key) {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  std::string position(sealed.size() - kNonceBytes - kTagBytes, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<uint8_t*>(position.data()), nullptr, nullptr,
      Bytes(sealed.substr(kNonceBytes)), sealed.size() - kNonceBytes, binding.data(),
      binding.size(), Bytes(sealed), Bytes(key));
  if (opened != 0) return std::nullopt;
  return position;
}

absl::Status CheckPageSize(const Message& request) {
  const FieldDescriptor* const field = request.GetDescriptor()->FindFieldByName("page_size");
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_INT32 ||
      request.GetReflection()->GetInt32(request, field) >= 0) {
    return absl::OkStatus();
  }
  return status::FieldFault("page_size", status::v1::REASON_FIELD_OUT_OF_RANGE,
                            "must not be negative");
}

}  // namespace

Tokens::Tokens(std::string key) : key_(std::move(key)) {
  if (sodium_init() < 0 || key_.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES) {
    (void)std::fputs("Page tokens need a key of 32 bytes and a random source.\n", stderr);
    std::abort();
  }
}

std::string Tokens::Make(absl::string_view caller, const Message& request,
                         absl::string_view position) const {
  const Digest binding = BindingOf(caller, request);
  std::string sealed(kNonceBytes + position.size() + kTagBytes, '\0');
  auto* const bytes = reinterpret_cast<uint8_t*>(sealed.data());
  randombytes_buf(bytes, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + kNonceBytes, nullptr, Bytes(position),
                                             position.size(), binding.data(), binding.size(),
                                             nullptr, bytes, Bytes(key_));
  return Encode(sealed);
}

absl::StatusOr<std::string> Tokens::Read(absl::string_view caller, const Message& request) const {
  RETURN_IF_ERROR(CheckPageSize(request));
  const FieldDescriptor* const field = request.GetDescriptor()->FindFieldByName("page_token");
  if (field == nullptr) return std::string();
  const std::string token = request.GetReflection()->GetString(request, field);
  if (token.empty()) return std::string();
  const std::optional<std::string> sealed = Decode(token);
  if (sealed.has_value()) {
    std::optional<std::string> position = Open(*sealed, BindingOf(caller, request), key_);
    if (position.has_value()) return *std::move(position);
  }
  return status::FieldFault("page_token", status::v1::REASON_PAGE_TOKEN_INVALID,
                            "must be a token that this list, with these parameters, gave out");
}

int Size(int page_size) {
  if (page_size <= 0) return kDefaultSize;
  return std::min(page_size, kMaxSize);
}

}  // namespace telemachus::page
