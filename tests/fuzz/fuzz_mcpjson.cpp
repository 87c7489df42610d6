#include "mcp/canonicaljson.h"
#include "mcp/drift.h"
#include "mcp/jsonoutline.h"
#include "mcp/jsonpath.h"
#include "mcp/jsonslice.h"
#include "mcp/jsontext.h"
#include "mcp/scantext.h"
#include "mcp/schemacheck.h"
#include "mcp/schemaform.h"
#include "mcp/uritemplate.h"
#include "mcp/webaddress.h"
#include "mcpcollections/answerreader.h"
#include "mcpcollections/variables.h"
#include "mcpfuzz.h"

namespace {

using qd::fuzz::require;

/// The canonical form is its own, and a definition differs in nothing from itself.
void checkCanonical(const QByteArray &bytes)
{
    const auto canonical = qd::canonicalJson(bytes);
    require(!canonical || qd::canonicalJson(*canonical) == canonical);
    const auto definition = qd::definitionOf(qd::McpDefinition::Kind::Tool, QStringLiteral("t"), bytes);
    const auto again = qd::definitionOf(qd::McpDefinition::Kind::Tool, QStringLiteral("t"), definition.canonical.toUtf8());
    require(!canonical || (definition.sha256 == again.sha256 && qd::fieldChanges(definition, again).isEmpty()));
}

/// Shown with line breaks and as a tree it is the same value.
void checkShown(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    const auto outline = qd::JsonOutline::of(text);
    (void)qd::indentedJson(text);
    if (!qd::jsonslice::isJson(bytes))
        return;
    require(outline && qd::canonicalJson(qd::indentedJson(text).toUtf8()) == qd::canonicalJson(bytes));
    for (qsizetype node = 0; node < outline->nodes().size() && node < 50; ++node)
        require(qd::canonicalJson(outline->value(node).toUtf8()).has_value() && !outline->path(node).isEmpty());
}

/// Arguments that fit a form keep what they say on their way through its fields.
void checkForm(const QByteArray &schema, const QByteArray &arguments)
{
    const qd::ToolForm form = qd::formOfSchema(schema);
    const QString text = QString::fromUtf8(arguments);
    const auto values = qd::valuesOf(form, text);
    const auto made = values ? qd::argumentsOf(form, *values, text) : qd::Result<QString>(values.error());
    if (!made)
        return require(!made.error().message.isEmpty());
    const auto again = qd::valuesOf(form, *made);
    require(again.has_value());
    for (auto value = values->cbegin(); value != values->cend(); ++value)
        require(again->value(value.key()) == value.value());
}

/// A value is judged twice alike, with at most ten sentences.
void checkSchema(const QByteArray &schema, const QByteArray &value)
{
    const qd::SchemaJudgement said = qd::checkAgainstSchema(value, schema);
    require(said.findings.size() <= 10 && said.notJudged().size() <= 20 && said.findings == qd::checkAgainstSchema(value, schema).findings);
}

void checkPath(const QByteArray &expression, const QByteArray &value)
{
    const QString path = QString::fromUtf8(expression);
    const auto parts = qd::jsonpath::parse(path);
    if (!parts)
        return require(parts.error().position.has_value());
    qd::collection::Answer answer;
    answer.result = value;
    const qd::AnswerReader reader(answer);
    const auto captured = reader.capture(path);
    require(!captured || qd::canonicalJson(captured->toUtf8()).has_value());
    const bool isThere = captured && (qd::jsonpath::isDefinite(*parts) || *captured != QLatin1String("[]"));
    require(reader.check({.on = path, .op = qd::collection::Check::Operator::Exists, .expected = QStringLiteral("true")}).isMet == isThere);
}

void checkTexts(const QByteArray &bytes, const QByteArray &more)
{
    const QString text = QString::fromUtf8(bytes);
    QHash<QString, QString> values;
    for (const QString &name : qd::uritemplate::variables(text))
        values.insert(name, QString::fromUtf8(more));
    require(values.size() <= qd::uritemplate::mostVariables);
    (void)qd::uritemplate::expand(text, values);
    require(!qd::webAddressOf(text).isOpenable || !qd::webAddressOf(text).host.isEmpty());
    require(qd::scan::visibleText(text).size() <= 170);
    (void)qd::scan::plainForm(text);
    for (const auto &hidden : qd::scan::hiddenIn(text))
        require(hidden.from >= 0 && hidden.count > 0 && hidden.from + hidden.count <= text.size());
}

/// What a server said is never expanded.
void checkVariables(const QByteArray &bytes, const QByteArray &said)
{
    qd::CollectionVariables variables;
    variables.setText(QStringLiteral("v"), QString::fromUtf8(said));
    const auto once = variables.inText(QStringLiteral("${v}"));
    require(once && *once == QString::fromUtf8(said));
    const auto json = variables.inJson(QString::fromUtf8(bytes));
    require(!json || !qd::jsonslice::isJson(bytes) || qd::jsonslice::isJson(json->toUtf8()));
}

} // namespace

/// Any bytes as JSON and what is asked of it: two parts with an empty line between them are a schema and a value, a path and a
/// result, a template and what is put into it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto [first, second] = qd::fuzz::partsOf(qd::fuzz::bytesOf(data, size));
    checkCanonical(second);
    checkShown(second);
    checkForm(first, second);
    checkSchema(first, second);
    checkPath(first, second);
    checkTexts(first, second);
    checkVariables(first, second);
    return 0;
}
