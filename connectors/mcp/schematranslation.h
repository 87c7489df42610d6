#pragma once

#include "mcp/schemaindex.h"
#include "mcp/schemavalue.h"

#include <nlohmann/json.hpp>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qd {

/// Writes a schema of draft 7 or 2020-12 as one of draft 7 that valijson reads and that judges one given value the same: every
/// subschema a definition of its own, patterns as the texts of the value that they meet, unevaluated members by the cases in
/// which they are. References that lead nowhere, and what would take too long, are noted. Included by its sources and
/// schemacheck.cpp alone.
class SchemaTranslation
{
public:
    /// What the translation leaves open.
    struct Doubts {
        bool isStrict = false; ///< what takes too long allows nothing, else everything: where both judge the same, it does not matter
        QStringList voidParts; ///< see SchemaJudgement
        QStringList tooCostly;
    };
    /// Which of some values fit a schema of draft 7; shorter than they when that cannot be said.
    using Judge = std::function<std::vector<bool>(const std::vector<const nlohmann::json *> &values, const nlohmann::json &draft7)>;

    SchemaTranslation(const SchemaIndex &index, const SchemaValue &value, bool isOld, Doubts &doubts, Judge judge)
        : m_index(index), m_value(value), m_isOld(isOld), m_doubts(doubts), m_judge(std::move(judge)) {}
    /// Throws std::runtime_error when it is no schema, or too large.
    [[nodiscard]] nlohmann::json make(const nlohmann::json &document, const QString &uri);

private:
    using json = nlohmann::json;

    struct Site {
        const json *schema = nullptr;
        QString base;      ///< what references in it are relative to
        QStringList scope; ///< the resources on the way to it, each once
    };
    /// Its own keywords, and what has to hold besides.
    struct Draft {
        json made = json::object();
        json parts = json::array();
    };
    /// One way in which a schema can hold, and what it has looked at then.
    struct Case {
        json guards = json::array();
        std::set<std::string> names;
        bool hasAllNames = false;
        size_t items = 0;
        bool hasAllItems = false;
        json matching = json::array(); ///< items that fit one of these
    };
    using Cases = std::vector<Case>;

    [[nodiscard]] json make(const Site &site);
    [[nodiscard]] Site enter(const json &schema, const QString &outer, const QStringList &scope) const;
    /// … when what references in it are relative to is known.
    [[nodiscard]] Site within(const json *schema, const QString &base, const QStringList &scope) const;
    [[nodiscard]] Site inside(const Site &site, const json &schema) const { return enter(schema, site.base, site.scope); }
    [[nodiscard]] json define(const Site &site);
    [[nodiscard]] json define(const Site &site, const json &part) { return define(inside(site, part)); }
    [[nodiscard]] json defineAll(const Site &site, const json &list);
    [[nodiscard]] Site target(const Site &site, const char *word) const;

    [[nodiscard]] json translated(const Site &site);
    void addReferences(const Site &site, Draft &draft);
    void addPlain(const Site &site, Draft &draft);
    void addNumbers(const Site &site, Draft &draft);
    void addType(const json &type, Draft &draft) const;
    void addLogic(const Site &site, Draft &draft);
    void addMembers(const Site &site, Draft &draft);
    void addPatternMembers(const Site &site, Draft &draft);
    void addDependencies(const Site &site, Draft &draft);
    void addItems(const Site &site, Draft &draft);
    void addContains(const Site &site, Draft &draft);
    [[nodiscard]] std::optional<json> miscounted(const Site &fitting, double least, std::optional<double> most);
    /// What takes too long, and stands for a rule about values of that type.
    void doubt(const QString &what, const char *type, Draft &draft) const;
    void doubtPattern(const std::string &pattern, bool isReadable) const;
    /// The case that stands for too many of them.
    [[nodiscard]] Cases unknownCases() const;
    void addText(const Site &site, Draft &draft);
    void addUnevaluatedNames(const Site &site, Draft &draft);
    void addUnevaluatedItems(const Site &site, Draft &draft);

    [[nodiscard]] Cases casesOf(const Site &site, int depth, bool isTop);
    [[nodiscard]] Case ownCase(const Site &site, bool isTop);
    void ownNames(const Site &site, bool isTop, Case &own) const;
    void ownItems(const Site &site, bool isTop, Case &own);
    [[nodiscard]] Cases anyCases(const Site &site, int depth);
    [[nodiscard]] Cases oneCases(const Site &site, int depth);
    [[nodiscard]] Cases ifCases(const Site &site, int depth);
    [[nodiscard]] Cases dependentCases(const Site &site, int depth);
    [[nodiscard]] Cases joined(const Cases &a, const Cases &b) const;
    [[nodiscard]] static Cases guarded(Cases cases, const json &guard);

    const SchemaIndex &m_index;
    const SchemaValue &m_value;
    const bool m_isOld;
    Doubts &m_doubts;
    const Judge m_judge;
    int m_depth = 0;      ///< of counts inside counts
    size_t m_counted = 0; ///< items, in all
    std::map<std::pair<const json *, QString>, size_t> m_numbers;
    std::deque<std::pair<size_t, Site>> m_waiting;
    size_t m_copies = 0; ///< members written out for patterns
};

} // namespace qd
