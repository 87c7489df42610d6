#pragma once

#include "kql/assist/analysis.h"

namespace qd::kql::assist {

/// Reads one operator of a pipeline: marks its names and leaves in the scope the columns that come out of it. Operators
/// that it does not know leave the scope open.
class OperatorReader
{
public:
    OperatorReader(Analysis &analysis, Scope *scope, const QString &table, int depth)
        : m_analysis(analysis), m_outline(analysis.m_outline), m_scope(*scope), m_table(table), m_depth(depth)
    {
    }

    /// `span` is what stands behind the operator's word.
    void read(QStringView word, Span span);

private:
    using Method = void (OperatorReader::*)(Span);
    static Method methodOf(QStringView word);

    void readPlain(Span span);
    void readExtend(Span span);
    void readProject(Span span);
    void readAway(Span span) { keepColumns(span, false); }
    void readKeep(Span span) { keepColumns(span, true); }
    void readReorder(Span span);
    void readRename(Span span);
    void readSummarize(Span span);
    void readDistinct(Span span);
    void readCount(Span span);
    void readSchema(Span span);
    void readRender(Span span);
    void readUnion(Span span) { m_scope = m_analysis.readUnion(span, m_depth, &m_scope); }
    void readJoin(Span span) { readBeside(span, false); }
    void readLookup(Span span) { readBeside(span, true); }
    void readExpand(Span span);
    void readApply(Span span);
    void readParse(Span span);
    void readKeyValues(Span span);
    void readSeries(Span span);
    void readAs(Span span);
    void readSampleDistinct(Span span);
    void readPartition(Span span);
    void readOpen(Span span);
    void readPlugin(Span span);

    void readBeside(Span span, bool lookup);
    void joinColumns(const QString &kind, const Scope &right, Span keys, bool lookup);
    void keepColumns(Span span, bool keep);
    [[nodiscard]] bool isKept(const QString &name, const QStringList &patterns) const;
    /// Text of a column pattern like "a*", its pieces marked.
    QString pattern(Span span);
    /// Takes name=value pairs in front and returns the value of `kind`.
    QString takeOptions(Span *span);
    void readSubQuery(Span span, Scope *scope);
    Scope grouped(const std::vector<Analysis::NamedItem> &by, const std::vector<Analysis::NamedItem> &aggregates) const;
    void markWord(int at);

    Analysis &m_analysis;
    const Outline &m_outline;
    Scope &m_scope;
    QString m_table;
    int m_depth;
};

} // namespace qd::kql::assist
