#pragma once

#include <QDeadlineTimer>
#include <QString>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qd {

/// What a JSON value is made of, as far as its schema can be written for it: the strings and names that patterns meet, the
/// numbers that are multiples, the arrays whose items are counted. Borrows the value.
class SchemaValue
{
public:
    /// What a regular expression says of some texts.
    struct Matches {
        std::vector<std::string> met;
        std::vector<std::string> untold; ///< on which it takes too long; all of them when it is no such expression
        bool isReadable = true;
    };

    explicit SchemaValue(const nlohmann::json &value);

    [[nodiscard]] bool isTooDeep() const { return m_isTooDeep; }
    [[nodiscard]] size_t nodes() const { return m_nodes; }
    /// The arrays in it, borrowed.
    [[nodiscard]] const std::vector<const nlohmann::json *> &arrays() const { return m_arrays; }
    [[nodiscard]] size_t longestArray() const { return m_longestArray; }
    /// Each once.
    [[nodiscard]] const std::set<nlohmann::json> &numbers() const { return m_numbers; }
    [[nodiscard]] const std::set<std::string> &names() const { return m_names; }
    /// Texts and names.
    [[nodiscard]] const std::set<std::string> &texts() const { return m_texts; }
    /// `texts` are names() or texts() of this value. The same pattern gets the same answer.
    [[nodiscard]] const Matches &matching(const std::string &pattern, const std::set<std::string> &texts) const;

private:
    void walk(const nlohmann::json &value, int depth);
    [[nodiscard]] Matches matched(const std::string &pattern, const std::set<std::string> &texts) const;

    size_t m_nodes = 0;
    size_t m_longestArray = 0;
    bool m_isTooDeep = false;
    std::vector<const nlohmann::json *> m_arrays;
    std::set<nlohmann::json> m_numbers;
    std::set<std::string> m_names;
    std::set<std::string> m_texts;
    QDeadlineTimer m_patience; ///< for all patterns together
    mutable std::map<std::pair<std::string, const std::set<std::string> *>, Matches> m_matches;
};

} // namespace qd
