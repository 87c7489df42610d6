#pragma once

#include "kql/runkql.h"
#include "kql/schema.h"

#include <QString>

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
    Result<lab::CompiledQuery> compile(const QString &query) const;
    Result<lab::QueryRows> run(const QString &query);
    lab::DuckConnection &database() { return m_database; }
    void useWorkspace();
    void setTimespan(TimeSpanRange span) { m_options.timespan = span; }

private:
    void fill();

    lab::DuckConnection m_database;
    lab::KqlSchema m_schema;
    lab::CompileOptions m_options;
};

} // namespace qd::test
