#pragma once

#include <QByteArray>
#include <QStringList>

#include <nlohmann/json_fwd.hpp>

namespace qd::test {

/// What a server offers, and what a run of a collection made of it.
class McpCoverage
{
public:
    /// `run`: the report of `deckctl mcp run --json`; `listing`: that of `deckctl mcp list --json` of the same server.
    McpCoverage(const nlohmann::json &run, const nlohmann::json &listing);

    /// Tools, prompts, resources and templates that no passed step touched: "tool echo"; and what could not be read.
    [[nodiscard]] QStringList untouched() const;
    /// Requests that were sent, by method; each once.
    [[nodiscard]] const QStringList &methods() const { return m_methods; }

private:
    void take(const nlohmann::json &step);
    void offer(const char *kind, const nlohmann::json &list, const char *member);
    [[nodiscard]] bool isTouched(const QString &offered) const;

    QStringList m_offered;
    QStringList m_touched;
    QStringList m_methods;
};

} // namespace qd::test
