#pragma once

#include <string>
#include <utility>
#include <variant>

namespace tachyon {

// Why something could not be done; the names are the `code` of the errors that JavaScript sees.
enum class ErrorCode {
  kNotFound,
  kNotPython,
  kUnsupportedVersion,
  kInvalidRuntime,
  kPermission,
  kGone,
  kBadArgument,
  kUnsupportedPlatform,
};

inline const char* errorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNotFound:
      return "NOT_FOUND";
    case ErrorCode::kNotPython:
      return "NOT_PYTHON";
    case ErrorCode::kUnsupportedVersion:
      return "UNSUPPORTED_VERSION";
    case ErrorCode::kInvalidRuntime:
      return "INVALID_RUNTIME";
    case ErrorCode::kPermission:
      return "PERMISSION";
    case ErrorCode::kGone:
      return "GONE";
    case ErrorCode::kBadArgument:
      return "BAD_ARGUMENT";
    case ErrorCode::kUnsupportedPlatform:
      return "UNSUPPORTED_PLATFORM";
  }
  return "INVALID_RUNTIME";
}

// The message is for people: it names the thing, the reason and the next step.
struct Error {
  ErrorCode code;
  std::string message;
};

// A value or the reason why there is none. Exceptions exist only at the JavaScript border.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace tachyon
