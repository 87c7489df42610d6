#include "mcp/formvalues.h"

#include "mcp/jsonslice.h"
#include "mcp/schemaform.h"

#include <QSet>

#include <algorithm>

namespace qd {

namespace {

using FieldKind = ToolField::Kind;

constexpr qsizetype maxElements = 1000; ///< of one list in a form

QString elementPath(const QString &path, qsizetype index) { return path + u'/' + QString::number(index); }

/// Fields below lists and alternatives have paths of their own only when they are there.
QString memberPath(const QString &path, const ToolField &member) { return path + u'/' + escapedStep(member.name); }

bool isLeafTaken(const ToolField &field, QByteArrayView value)
{
    const char first = value.isEmpty() ? '\0' : value.front();
    switch (field.kind) {
    case FieldKind::Text: return first == '"';
    case FieldKind::Number:
    case FieldKind::Integer: return first == '-' || (first >= '0' && first <= '9');
    case FieldKind::Flag: return value == "true" || value == "false";
    case FieldKind::Choice: return field.areChoicesText ? first == '"' : !value.isEmpty();
    case FieldKind::Choices: return first == '[';
    default: return true;
    }
}

bool takeList(const ToolField &field, const QString &path, QByteArrayView value, ToolValues &values)
{
    const QList<QByteArrayView> elements = jsonslice::elements(value);
    if (!value.startsWith('[') || elements.size() > maxElements)
        return false;
    values.insert(path, QString::number(elements.size()));
    for (qsizetype i = 0; i < elements.size(); ++i)
        if (!takeFieldValue(field.fields.first(), elementPath(path, i), elements.at(i), values))
            return false;
    return true;
}

bool takeGroup(const ToolField &field, const QString &path, QByteArrayView value, ToolValues &values)
{
    if (!value.startsWith('{'))
        return false;
    values.insert(path, QString());
    for (const auto &[key, member] : jsonslice::members(value)) {
        const QString name = jsonslice::text(key).value_or(QString());
        const auto known = std::find_if(field.fields.cbegin(), field.fields.cend(), [&name](const ToolField &candidate) { return candidate.name == name; });
        if (known != field.fields.cend() && !takeFieldValue(*known, memberPath(path, *known), member, values))
            return false;
    }
    return true;
}

/// How many of an object's members an alternative has a field for: the one with the most is meant.
qsizetype fitOf(const ToolField &alternative, QByteArrayView value)
{
    qsizetype known = 0;
    for (const auto &[key, member] : jsonslice::members(value)) {
        const QString name = jsonslice::text(key).value_or(QString());
        known += std::any_of(alternative.fields.cbegin(), alternative.fields.cend(), [&name](const ToolField &field) { return field.name == name; }) ? 1 : -1;
    }
    return known;
}

bool takeVariant(const ToolField &field, const QString &path, QByteArrayView value, ToolValues &values)
{
    std::optional<ToolValues> best;
    qsizetype bestFit = 0;
    for (qsizetype i = 0; i < field.fields.size(); ++i) {
        ToolValues tried;
        const qsizetype fit = fitOf(field.fields.at(i), value);
        if (!takeFieldValue(field.fields.at(i), alternativePath(path, i), value, tried) || (best && fit <= bestFit))
            continue;
        tried.insert(path, QString::number(i));
        best = tried;
        bestFit = fit;
    }
    if (best)
        values.insert(*best);
    return best.has_value();
}

/// As a field shows it: strings without quotes, everything else as JSON.
QString leafText(const ToolField &field, QByteArrayView value)
{
    const bool isText = field.kind == FieldKind::Text || (field.kind == FieldKind::Choice && field.areChoicesText);
    return isText ? jsonslice::text(value).value_or(QString()) : QString::fromUtf8(value);
}

std::optional<QByteArray> leafJson(const ToolField &field, const QString &path, const QString &text, QByteArrayView base, QList<ToolProblem> &problems)
{
    if (const QString why = leafProblem(field, text); !why.isEmpty()) {
        problems.append({path, QStringLiteral("%1: %2").arg(fieldWords(path), why)});
        return std::nullopt;
    }
    if (!base.isEmpty() && isLeafTaken(field, base) && leafText(field, base) == text)
        return base.toByteArray(); // as it was written
    const bool isText = field.kind == FieldKind::Text || (field.kind == FieldKind::Choice && field.areChoicesText);
    return isText ? jsonslice::quoted(text) : text.trimmed().toUtf8();
}

std::optional<QByteArray> listJson(const ToolField &field, const QString &path, const ToolValues &values, QByteArrayView base, QList<ToolProblem> &problems)
{
    const QList<QByteArrayView> before = jsonslice::elements(base);
    const qsizetype count = std::clamp<qsizetype>(values.value(path).toLongLong(), 0, maxElements);
    if ((field.shortest && count < *field.shortest) || (field.longest && count > *field.longest))
        problems.append({path, field.shortest && count < *field.shortest ? QStringLiteral("%1: it must have at least %2 elements.").arg(fieldWords(path)).arg(*field.shortest)
                                                                         : QStringLiteral("%1: it must have at most %2 elements.").arg(fieldWords(path)).arg(*field.longest)});
    QByteArrayList elements;
    for (qsizetype i = 0; i < count; ++i)
        if (const auto element = fieldJson(field.fields.first(), elementPath(path, i), values, before.value(i), problems))
            elements << *element;
    return QByteArray('[' + elements.join(',') + ']');
}

/// Nothing stands in a field that must be there.
std::optional<QByteArray> missingJson(const ToolField &field, const QString &path, QList<ToolProblem> &problems)
{
    switch (field.kind) {
    case FieldKind::Text:
        if (leafProblem(field, QString()).isEmpty())
            return QByteArray("\"\"");
        break;
    case FieldKind::Items: return QByteArray("[]");
    case FieldKind::Choices: return QByteArray("[]");
    default: break;
    }
    problems.append({path, QStringLiteral("%1: a value is required.").arg(fieldWords(path))});
    return std::nullopt;
}

} // namespace

bool isGiven(const ToolField &field, const QString &path, const ToolValues &values)
{
    if (values.contains(path))
        return true;
    return field.kind == FieldKind::Group && std::any_of(field.fields.cbegin(), field.fields.cend(), [&](const ToolField &member) { return isGiven(member, memberPath(path, member), values); });
}

bool takeFieldValue(const ToolField &field, const QString &path, QByteArrayView value, ToolValues &values)
{
    if (value == "null" && (field.isNullable || field.kind != FieldKind::Raw)) {
        if (field.isNullable)
            values.insert(path, nullValue());
        return field.isNullable;
    }
    switch (field.kind) {
    case FieldKind::Items: return takeList(field, path, value, values);
    case FieldKind::Group: return takeGroup(field, path, value, values);
    case FieldKind::Variant: return takeVariant(field, path, value, values);
    default: break;
    }
    if (!isLeafTaken(field, value))
        return false;
    const QString text = leafText(field, value);
    if (field.kind == FieldKind::Choice && !field.choices.contains(text))
        return false;
    values.insert(path, text);
    return true;
}

std::optional<QByteArray> fieldJson(const ToolField &field, const QString &path, const ToolValues &values, QByteArrayView base, QList<ToolProblem> &problems)
{
    const bool isThere = isGiven(field, path, values);
    if (!isThere && !field.isRequired)
        return std::nullopt;
    if (values.value(path) == nullValue())
        return QByteArray("null");
    if (field.kind == FieldKind::Group)
        return objectJson(field.fields, path, values, base, problems);
    if (!isThere)
        return missingJson(field, path, problems);
    if (field.kind == FieldKind::Items)
        return listJson(field, path, values, base, problems);
    if (field.kind != FieldKind::Variant)
        return leafJson(field, path, values.value(path), base, problems);
    const qsizetype chosen = std::clamp<qsizetype>(values.value(path).toLongLong(), 0, field.fields.size() - 1);
    return fieldJson(field.fields.at(chosen), alternativePath(path, chosen), values, base, problems);
}

QByteArray objectJson(const QList<ToolField> &fields, const QString &path, const ToolValues &values, QByteArrayView base, QList<ToolProblem> &problems)
{
    QByteArrayList members;
    QSet<QString> written;
    const auto write = [&](const ToolField &field, QByteArrayView key, QByteArrayView before) {
        written.insert(field.name);
        if (const auto value = fieldJson(field, memberPath(path, field), values, before, problems))
            members << QByteArray((key.isEmpty() ? jsonslice::quoted(field.name) : key.toByteArray()) + ':' + *value);
    };
    for (const auto &[key, value] : jsonslice::members(base)) {
        const QString name = jsonslice::text(key).value_or(QString());
        const auto field = std::find_if(fields.cbegin(), fields.cend(), [&name](const ToolField &candidate) { return candidate.name == name; });
        if (field == fields.cend())
            members << QByteArray(key.toByteArray() + ':' + value.toByteArray());
        else if (!written.contains(name))
            write(*field, key, value);
    }
    for (const ToolField &field : fields)
        if (!written.contains(field.name))
            write(field, {}, {});
    return '{' + members.join(',') + '}';
}

QList<ToolProblem> problemsOf(const ToolForm &form, const ToolValues &values)
{
    QList<ToolProblem> problems;
    (void)objectJson(form.fields, QString(), values, {}, problems);
    return problems;
}

Result<QString> argumentsOf(const ToolForm &form, const ToolValues &values, const QString &base)
{
    QList<ToolProblem> problems;
    const QByteArray before = base.toUtf8();
    const QByteArray made = objectJson(form.fields, QString(), values, jsonslice::isObject(before) ? QByteArrayView(before).trimmed() : QByteArrayView(), problems);
    if (!problems.isEmpty())
        return Error{.kind = ErrorKind::Invalid, .message = problems.first().message, .detail = problems.first().path};
    return QString::fromUtf8(made);
}

Result<ToolValues> valuesOf(const ToolForm &form, const QString &arguments)
{
    const QByteArray text = arguments.toUtf8().trimmed();
    if (!jsonslice::isObject(text))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The arguments are not a JSON object.")};
    ToolValues values;
    for (const auto &[key, value] : jsonslice::members(text)) {
        const QString name = jsonslice::text(key).value_or(QString());
        const auto field = std::find_if(form.fields.cbegin(), form.fields.cend(), [&name](const ToolField &candidate) { return candidate.name == name; });
        if (field != form.fields.cend() && !takeFieldValue(*field, field->path, value, values))
            return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("%1: its value has no place in the form.").arg(fieldWords(field->path)), .detail = field->path};
    }
    return values;
}

} // namespace qd
