#include "kql/assist.h"
#include "kql/assist/around.h"
#include "kql/assist/signatures.h"

#include <algorithm>

namespace qd::kql {

namespace {

using assist::Analysis;

int argumentIndex(const assist::Outline &outline, int open, qsizetype offset)
{
    int commas = 0;
    for (int i = open + 1; i < outline.size() && outline.piece(i).from < offset; i = outline.next(i))
        commas += outline.is(i, u",") ? 1 : 0;
    return commas;
}

std::optional<SignatureHelp> helpOf(const Analysis &analysis, const QString &name, bool aggregates)
{
    for (const Analysis::Binding &binding : analysis.bindings())
        if (binding.name == name && binding.kind == Analysis::Binding::Kind::Function)
            return SignatureHelp{.name = name, .parameters = binding.parameters,
                                 .returns = binding.tabular ? QStringLiteral("table") : binding.type ? columnTypeName(*binding.type) : QString(),
                                 .summary = QStringLiteral("A function of this query."), .active = 0, .help = {}};
    const assist::Signature *found = aggregates ? assist::findAggregate(name) : assist::findSignature(name);
    if (found == nullptr)
        found = aggregates ? assist::findSignature(name) : assist::findAggregate(name);
    if (found == nullptr)
        return std::nullopt;
    const QString returns = QString::fromLatin1(found->returns);
    const bool follows = returns == u"same" || returns == u"second";
    return SignatureHelp{.name = name, .parameters = assist::parametersOf(*found), .returns = follows ? QStringLiteral("type of its argument") : returns,
                         .summary = QString::fromUtf8(found->summary), .active = 0, .help = QStringLiteral("queries")};
}

} // namespace

std::optional<SignatureHelp> signatureAt(const QString &text, qsizetype offset)
{
    const query::Catalog none;
    const Analysis analysis(text, assist::statementAround(text, offset), none, offset);
    const assist::Outline &outline = analysis.outline();
    const int open = assist::standsInComment(outline, offset) ? -1 : assist::callAround(outline, offset);
    if (open < 0)
        return std::nullopt;
    const QString word = analysis.place() ? analysis.place()->word : QString();
    auto help = helpOf(analysis, outline.view(open - 1).toString(), word == u"summarize" || word == u"make-series");
    if (!help)
        return std::nullopt;
    const int last = static_cast<int>(help->parameters.size()) - 1;
    help->active = std::clamp(argumentIndex(outline, open, offset), 0, std::max(0, last));
    return help;
}

} // namespace qd::kql
