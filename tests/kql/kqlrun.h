#pragma once

#include "kql/runkql.h"
#include "kql/schema.h"

#include <QString>

#include <span>

namespace qd::test {

/// An in-memory database with the telemetry tables and a few rows, to run KQL against.
/// requests: five rows a minute apart from 11:55 on 2026-11-21, durations 100…500 ms, the last failed with 503.
class KqlRun
{
public:
    KqlRun();

    /// Rows as text, cells joined by '|', rows by newlines; or "error CODE line:column token".
    QString rows(const QString &query);
    /// Names of the result columns joined by ", "; or the error as rows() shows it.
    QString names(const QString &query);
    /// "name:type" of the result columns joined by ", ".
    QString types(const QString &query);
    Result<lab::CompiledQuery> compile(const QString &query);
    Result<lab::QueryRows> run(const QString &query);
    lab::DuckConnection &database() { return m_database; }
    void useWorkspace();
    /// Gives the attribute a column of its own, as the store does with those that are read often.
    void addAttribute(const lab::StoredAttribute &attribute);
    void setTimespan(TimeSpanRange span) { m_options.timespan = span; }

private:
    void fill();

    lab::DuckConnection m_database;
    lab::KqlSchema m_schema;
    lab::CompileOptions m_options;
};

/// One row of a table of cases: the rule that it pins (azure facts 9), the query, and what rows() gives for it.
struct KqlCase {
    const char *rule;
    const char *query;
    const char *rows;
};

/// The cases as data of the running test function, columns "query" and "rows".
void addKqlCases(std::span<const KqlCase> cases);

} // namespace qd::test
