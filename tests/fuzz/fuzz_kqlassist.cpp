// Any bytes as a text that is being written: every service of the editor must end, with places inside the text, and
// the layout must keep the query and itself.
#include "kql/assist.h"
#include "kql/lexer.h"
#include "kql/parser.h"

#include <cstdint>
#include <cstdlib>

using namespace qd;

namespace {

query::Catalog fuzzCatalog()
{
    query::Catalog catalog;
    catalog.tables = {{QStringLiteral("requests"), {}, {{QStringLiteral("name"), ColumnType::String, {}}, {QStringLiteral("d"), ColumnType::Dynamic, {}}}}};
    catalog.seenValues[QStringLiteral("name")] = {QStringLiteral("a\"b")};
    catalog.seenValues[QStringLiteral("d[\"k\"]")] = {QStringLiteral("v")};
    return catalog;
}

void check(bool condition)
{
    if (!condition)
        std::abort();
}

void checkRange(kql::TextRange range, const QString &text)
{
    check(range.from >= 0 && range.from <= range.to && range.to <= text.size());
}

void checkLayout(const QString &text)
{
    const QString once = kql::format(text);
    check(kql::format(once) == once);
    check(kql::statements(once).size() == kql::statements(text).size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, size_t size)
{
    static const query::Catalog catalog = fuzzCatalog();
    if (size < 2)
        return 0;
    const QString text = QString::fromUtf8(QByteArrayView(data + 1, static_cast<qsizetype>(size) - 1));
    const qsizetype at = text.size() * data[0] / 255;
    for (const kql::TextRange range : kql::statements(text))
        checkRange(range, text);
    checkRange(kql::statementAt(text, at), text);
    for (const kql::Highlight &one : kql::highlight(text, catalog))
        checkRange(one.range, text);
    for (const kql::Diagnostic &one : kql::diagnose(text, catalog))
        check(one.position.offset >= 0 && one.position.offset <= text.size());
    for (const kql::Suggestion &one : kql::suggest(text, at, catalog)) {
        checkRange(one.replaces, text);
        check(one.caretBack <= one.insert.size());
    }
    kql::valueSourceAt(text, at, catalog);
    kql::signatureAt(text, at);
    kql::helpTopicAt(text, at);
    if (const auto range = kql::definitionAt(text, at))
        checkRange(*range, text);
    if (const auto extraction = kql::extractLet(text, {at / 2, at}))
        checkRange(extraction->name, extraction->text);
    checkLayout(text);
    return 0;
}
