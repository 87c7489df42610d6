#pragma once

#include <QDeadlineTimer>
#include <QString>

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qd {

/// What a JSON value is made of, as far as its schema can be written for it: the strings and names that patterns meet, the
/// arrays whose items are counted. Borrows the value.
class SchemaValue
{
public:
    explicit SchemaValue(const nlohmann::json &value);

    [[nodiscard]] bool isTooDeep() const { return m_isTooDeep; }
    [[nodiscard]] size_t nodes() const { return m_nodes; }
    /// The arrays in it, borrowed.
    [[nodiscard]] const std::vector<const nlohmann::json *> &arrays() const { return m_arrays; }
    [[nodiscard]] size_t longestArray() const { return m_longestArray; }
    [[nodiscard]] const std::set<std::string> &names() const { return m_names; }
    /// Texts and names.
    [[nodiscard]] const std::set<std::string> &texts() const { return m_texts; }
    /// Those of `texts` that a regular expression meets; none when it is no such expression, or takes too long.
    [[nodiscard]] std::optional<std::vector<std::string>> matching(const std::string &pattern, const std::set<std::string> &texts) const;

private:
    void walk(const nlohmann::json &value, int depth);

    size_t m_nodes = 0;
    size_t m_longestArray = 0;
    bool m_isTooDeep = false;
    std::vector<const nlohmann::json *> m_arrays;
    std::set<std::string> m_names;
    std::set<std::string> m_texts;
    QDeadlineTimer m_patience; ///< for all patterns together
};

} // namespace qd
