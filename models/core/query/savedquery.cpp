#include "query/savedquery.h"

#include "kql/assist/scan.h"
#include "kql/translate.h"

#include <QStringView>

#include <algorithm>

namespace qd::query {

namespace {

constexpr qsizetype maximumHeadLines = 100;

bool isIdentifier(QStringView name)
{
    const auto fits = [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || (c >= u'0' && c <= u'9'); };
    return !name.isEmpty() && name.size() <= 100 && !name[0].isDigit() && std::ranges::all_of(name, fits);
}

/// name type [= "preset"] [(label)]
std::optional<QueryParameter> parameterOf(const QString &line)
{
    const std::vector<kql::assist::Piece> pieces = kql::assist::scan(line, 0, line.size());
    if (pieces.size() < 2)
        return std::nullopt;
    const auto type = columnTypeFromName(kql::assist::viewOf(line, pieces[1]));
    QueryParameter parameter{.name = kql::assist::nameOf(line, pieces[0]), .type = type.value_or(ColumnType::String), .preset = {}, .label = {}};
    if (!type || !isIdentifier(parameter.name))
        return std::nullopt;
    size_t at = 2;
    if (pieces.size() > 3 && kql::assist::viewOf(line, pieces[2]) == u"=") {
        const bool quoted = pieces[3].kind == kql::assist::PieceKind::String;
        const QStringView written = kql::assist::viewOf(line, pieces[3]);
        parameter.preset = quoted ? kql::assist::stringValue(written) : written.toString();
        at = 4;
    }
    if (at < pieces.size() && kql::assist::viewOf(line, pieces[at]) == u"(")
        parameter.label = line.mid(pieces[at].to).trimmed().chopped(line.trimmed().endsWith(u')') ? 1 : 0);
    return parameter;
}

void takeSchema(SavedQuery *query, const QString &word)
{
    if (word == u"classic")
        query->schema = TelemetrySchema::Classic;
    else if (word == u"workspace")
        query->schema = TelemetrySchema::Workspace;
}

QStringList tagsOf(const QString &text)
{
    QStringList tags;
    for (const QString &tag : text.split(u',', Qt::SkipEmptyParts))
        tags += tag.trimmed();
    return tags;
}

/// One line of the head; false when it is none.
bool takeLine(SavedQuery *query, QStringView line)
{
    if (!line.startsWith(u"//"))
        return false;
    const QString rest = line.mid(2).trimmed().toString();
    const qsizetype colon = rest.indexOf(u':');
    const QString key = rest.left(colon).trimmed();
    const QString value = colon < 0 ? QString() : rest.mid(colon + 1).trimmed();
    if (key == u"title")
        query->title = value;
    else if (key == u"description")
        query->description += (query->description.isEmpty() ? QString() : QStringLiteral(" ")) + value;
    else if (key == u"schema")
        takeSchema(query, value);
    else if (key == u"tags")
        query->tags = tagsOf(value);
    else if (key == u"parameter") {
        if (const auto parameter = parameterOf(value))
            query->parameters += *parameter;
        else
            return false;
    } else {
        return false;
    }
    return true;
}

QString schemaWord(const std::optional<TelemetrySchema> &schema)
{
    if (!schema)
        return QStringLiteral("both");
    return *schema == TelemetrySchema::Classic ? QStringLiteral("classic") : QStringLiteral("workspace");
}

QString parameterLine(const QueryParameter &parameter)
{
    QString line = u"// parameter: " % parameter.name % u' ' % columnTypeName(parameter.type);
    if (parameter.preset)
        line += QStringLiteral(" = ") + kql::assist::stringLiteral(*parameter.preset);
    return parameter.label.isEmpty() ? line : QString(line % u" (" % parameter.label % u')');
}

/// The last part of a path in words: "chargeback-month-to-date" becomes "Chargeback month to date".
QString titleOf(const QString &path)
{
    QString title = path.mid(path.lastIndexOf(u'/') + 1).replace(u'-', u' ');
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title;
}

} // namespace

SavedQuery readQueryFile(const QString &path, const QString &text)
{
    SavedQuery query;
    query.path = path;
    query.text = text;
    qsizetype at = 0;
    for (qsizetype lines = 0; lines < maximumHeadLines && at < text.size(); ++lines) {
        const qsizetype end = text.indexOf(u'\n', at);
        const QStringView line = QStringView(text).mid(at, end < 0 ? -1 : end - at).trimmed();
        if (!takeLine(&query, line))
            break;
        at = end < 0 ? text.size() : end + 1;
    }
    query.kql = text.mid(at);
    while (query.kql.startsWith(u'\n') || query.kql.startsWith(u'\r'))
        query.kql.remove(0, 1);
    if (query.title.isEmpty())
        query.title = titleOf(path);
    return query;
}

QString writeQueryFile(const SavedQuery &query)
{
    QString text = u"// title: " % query.title % u'\n';
    if (!query.description.isEmpty())
        text += u"// description: " % query.description % u'\n';
    text += u"// schema: " % schemaWord(query.schema) % u'\n';
    for (const QueryParameter &parameter : query.parameters)
        text += parameterLine(parameter) % u'\n';
    if (!query.tags.isEmpty())
        text += u"// tags: " % query.tags.join(QStringLiteral(", ")) % u'\n';
    return text + query.kql;
}

QString kqlFor(const SavedQuery &query, TelemetrySchema schema)
{
    return !query.schema && schema == TelemetrySchema::Workspace ? kql::toWorkspaceNames(query.kql) : query.kql;
}

} // namespace qd::query
