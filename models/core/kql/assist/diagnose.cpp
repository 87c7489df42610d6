#include "kql/assist.h"
#include "kql/assist/analysis.h"
#include "kql/assist/signatures.h"
#include "kql/assist/words.h"
#include "kql/parser.h"

#include <algorithm>
#include <limits>

namespace qd::kql {

namespace {

using assist::Analysis;
using assist::NameRole;

constexpr qsizetype maximumDiagnostics = 200;

/// Lines and columns of rising offsets, each line counted once.
class LineCounter
{
public:
    explicit LineCounter(const QString &text) : m_text(text) {}

    TextPosition at(qsizetype offset)
    {
        for (; m_at < offset && m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] != u'\n')
                continue;
            ++m_line;
            m_start = m_at + 1;
        }
        return {m_line, static_cast<int>(offset - m_start) + 1, offset};
    }

private:
    const QString &m_text;
    qsizetype m_at = 0;
    qsizetype m_start = 0;
    int m_line = 1;
};

Diagnostic unknownName(const Analysis &analysis, int piece, const query::Catalog &catalog)
{
    const QString name = analysis.outline().name(piece);
    Diagnostic found{.code = QStringLiteral("SEM0100"), .message = {}, .position = {}, .token = name.left(40), .hint = {}};
    if (analysis.role(piece) == NameRole::UnknownFunction) {
        found.code = QStringLiteral("SEM0260");
        found.message = u"Unknown function: '" % name.left(80) % u'\'';
        found.hint = nearestName(name, assist::signatureNames());
    } else if (analysis.role(piece) == NameRole::UnknownTable) {
        QStringList tables;
        for (const query::CatalogTable &table : catalog.tables)
            tables += table.name;
        found.message = u"Failed to resolve table or column expression named '" % name.left(80) % u'\'';
        found.hint = nearestName(name, tables);
    } else {
        found.message = u"Failed to resolve scalar expression named '" % name.left(80) % u'\'';
        found.hint = nearestName(name, analysis.candidates(piece));
    }
    found.position.offset = analysis.outline().piece(piece).from;
    return found;
}

bool isUnknown(NameRole role)
{
    return role == NameRole::UnknownColumn || role == NameRole::UnknownFunction || role == NameRole::UnknownTable;
}

/// The parser's complaint about one statement, with the place in the whole text.
std::optional<Diagnostic> syntaxError(const QString &text, TextRange range)
{
    const auto program = parse(text.mid(range.from, range.to - range.from));
    if (program)
        return std::nullopt;
    const Error &error = program.error();
    Diagnostic found{.code = error.vendorCode, .message = error.message, .position = {}, .token = error.detail, .hint = {}};
    found.position.offset = range.from + (error.position ? error.position->offset : 0);
    return found;
}

} // namespace

QList<Diagnostic> diagnose(const QString &text, const query::Catalog &catalog)
{
    QList<Diagnostic> all;
    LineCounter lines(text);
    for (const TextRange range : statements(text)) {
        const auto syntax = syntaxError(text, range);
        const qsizetype end = syntax ? syntax->position.offset : std::numeric_limits<qsizetype>::max();
        const Analysis analysis(text, range, catalog);
        for (int i = 0; i < analysis.outline().size() && analysis.outline().piece(i).to < end && all.size() < maximumDiagnostics; ++i)
            if (isUnknown(analysis.role(i)))
                all += unknownName(analysis, i, catalog);
        if (syntax)
            all += *syntax;
        if (all.size() >= maximumDiagnostics)
            break;
    }
    for (Diagnostic &diagnostic : all)
        diagnostic.position = lines.at(diagnostic.position.offset);
    return all;
}

} // namespace qd::kql
