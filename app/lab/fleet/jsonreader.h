#pragma once

#include "error.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

/// Collects the first problem of one file: later ones are mostly its consequences.
class DecodeProblems
{
public:
    explicit DecodeProblems(std::string file) : m_file(std::move(file)) {}
    /// `path` is a JSON pointer ("/tools/2/failure").
    void report(const std::string &path, const std::string &what);
    [[nodiscard]] const std::optional<Error> &first() const { return m_first; }

private:
    std::string m_file;
    std::optional<Error> m_first;
};

/// Reads one JSON object strictly: wrong types, missing members and numbers out of range are reported with their path,
/// and refuseOthers() reports every member nobody asked for. Readers go on after a problem with a harmless value, so
/// that decoding code stays straight. Borrows the value and the problems.
class JsonReader
{
public:
    JsonReader(const nlohmann::json &value, std::string path, DecodeProblems &problems);

    [[nodiscard]] double number(const char *key, double least, double most);
    [[nodiscard]] double number(const char *key, double least, double most, double missing);
    [[nodiscard]] int integer(const char *key, int least, int most);
    [[nodiscard]] int integer(const char *key, int least, int most, int missing);
    /// Non-empty, at most 2,000 bytes.
    [[nodiscard]] std::string text(const char *key);
    [[nodiscard]] std::string text(const char *key, std::string missing);
    [[nodiscard]] bool has(const char *key) const;
    [[nodiscard]] bool isNull(const char *key);
    /// The elements of an array member of at most 1,000; empty when missing and not `isRequired`.
    [[nodiscard]] std::vector<JsonReader> objects(const char *key, bool isRequired = true);
    [[nodiscard]] std::vector<std::string> texts(const char *key);
    [[nodiscard]] std::vector<double> numbers(const char *key, double least, double most);
    /// An object member; an empty one when it is missing, which then reports what it misses.
    [[nodiscard]] JsonReader object(const char *key);

    void refuseOthers();
    void report(const char *key, const std::string &what);
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    const nlohmann::json *find(const char *key, bool isRequired);

    const nlohmann::json *m_value;
    std::string m_path;
    DecodeProblems *m_problems;
    std::vector<std::string> m_known;
};

} // namespace qd::lab
