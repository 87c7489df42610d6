#include "mcp/schemaform.h"

#include "mcp/jsonslice.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd {

namespace {

using Kind = ToolField::Kind;
using nlohmann::json;

constexpr int deepestForm = 4;
constexpr qsizetype maxFields = 200;

QByteArrayView part(QByteArrayView object, QByteArrayView name) { return jsonslice::member(object, name).value_or(QByteArrayView()); }

QString partText(QByteArrayView object, QByteArrayView name) { return jsonslice::text(part(object, name)).value_or(QString()); }

std::optional<double> partNumber(QByteArrayView object, QByteArrayView name)
{
    bool ok = false;
    const double number = part(object, name).toByteArray().toDouble(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

/// As a field shows it: strings without quotes, everything else as JSON.
QString shownValue(QByteArrayView value)
{
    return jsonslice::text(value).value_or(QString::fromUtf8(value.trimmed()));
}

/// The type, where "or null" does not count.
QString typeOf(QByteArrayView schema)
{
    const QByteArrayView type = part(schema, "type");
    if (const auto single = jsonslice::text(type))
        return *single;
    QString found;
    for (const QByteArrayView one : jsonslice::elements(type)) {
        const QString name = jsonslice::text(one).value_or(QString());
        if (name == QLatin1String("null"))
            continue;
        if (!found.isEmpty())
            return {};
        found = name;
    }
    return found;
}

Kind kindOfType(const QString &type)
{
    if (type == QLatin1String("string"))
        return Kind::Text;
    if (type == QLatin1String("number"))
        return Kind::Number;
    if (type == QLatin1String("integer"))
        return Kind::Integer;
    return type == QLatin1String("boolean") ? Kind::Flag : Kind::Raw;
}

/// {"anyOf":[X,{"type":"null"}]} is X that may be left out.
QByteArrayView withoutNull(QByteArrayView schema)
{
    for (const char *name : {"anyOf", "oneOf"}) {
        const QList<QByteArrayView> parts = jsonslice::elements(part(schema, name));
        if (parts.size() == 2 && partText(parts.last(), "type") == QLatin1String("null"))
            return parts.first();
    }
    return schema;
}

QList<ToolField> fieldsOf(QByteArrayView schema, const QString &path, int depth);

void readChoices(QByteArrayView schema, ToolField &field)
{
    const QList<QByteArrayView> choices = jsonslice::elements(part(schema, "enum"));
    field.kind = Kind::Choice;
    field.areChoicesText = std::all_of(choices.cbegin(), choices.cend(), [](QByteArrayView choice) { return choice.startsWith('"'); });
    for (const QByteArrayView choice : choices.first(std::min(choices.size(), maxFields)))
        field.choices << (field.areChoicesText ? shownValue(choice) : QString::fromUtf8(choice));
}

void readKind(QByteArrayView schema, ToolField &field, int depth)
{
    const QString type = typeOf(schema);
    if (jsonslice::member(schema, "enum"))
        return readChoices(schema, field);
    field.kind = kindOfType(type);
    if (type == QLatin1String("array")) {
        field.element = kindOfType(typeOf(part(schema, "items")));
        const bool isPlain = field.element != Kind::Raw && !jsonslice::member(part(schema, "items"), "enum");
        field.kind = isPlain ? Kind::List : Kind::Raw;
    }
    if (type == QLatin1String("object") && depth < deepestForm) {
        field.fields = fieldsOf(schema, field.path, depth + 1);
        const bool isOpen = part(schema, "additionalProperties").startsWith('{');
        field.kind = field.fields.isEmpty() || isOpen ? Kind::Raw : Kind::Group;
    }
    if (field.kind == Kind::Raw)
        field.fields.clear();
}

ToolField fieldOf(const QString &name, QByteArrayView raw, const QString &path, bool isRequired, int depth)
{
    const QByteArrayView schema = withoutNull(raw);
    ToolField field{.path = path, .name = name, .title = partText(raw, "title").left(200), .description = partText(raw, "description").left(4000),
                    .isRequired = isRequired, .minimum = partNumber(schema, "minimum"), .maximum = partNumber(schema, "maximum"),
                    .pattern = partText(schema, "pattern").left(1000)};
    readKind(schema, field, depth);
    if (const auto initial = jsonslice::member(raw, "default"); initial && *initial != "null")
        field.initial = field.kind == Kind::Raw || (field.kind == Kind::Choice && !field.areChoicesText) ? QString::fromUtf8(*initial) : shownValue(*initial);
    if (field.kind == Kind::List || field.kind == Kind::Group)
        field.initial.clear();
    return field;
}

QString escaped(QString name) { return name.replace(u'~', QStringLiteral("~0")).replace(u'/', QStringLiteral("~1")); }

QList<ToolField> fieldsOf(QByteArrayView schema, const QString &path, int depth)
{
    QStringList required;
    for (const QByteArrayView name : jsonslice::elements(part(schema, "required")))
        required << jsonslice::text(name).value_or(QString());
    QList<ToolField> fields;
    for (const auto &[key, value] : jsonslice::members(part(schema, "properties"))) {
        if (fields.size() >= maxFields)
            break;
        const QString name = jsonslice::text(key).value_or(QString());
        fields.append(fieldOf(name, value, path + u'/' + escaped(name), required.contains(name), depth));
    }
    return fields;
}

Error fieldError(const ToolField &field, const QString &why)
{
    return {.kind = ErrorKind::Invalid, .message = QStringLiteral("%1: %2").arg(field.name, why), .detail = field.path};
}

/// A JSON number as it was typed, or nothing.
std::optional<QByteArray> numberText(const QString &text, bool isInteger)
{
    static const QRegularExpression number(QStringLiteral("^-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?$"));
    static const QRegularExpression integer(QStringLiteral("^-?(0|[1-9]\\d*)$"));
    const QString trimmed = text.trimmed();
    return (isInteger ? integer : number).match(trimmed).hasMatch() ? std::optional(trimmed.toLatin1()) : std::nullopt;
}

Result<QByteArray> plainValue(const ToolField &field, Kind kind, const QString &text)
{
    switch (kind) {
    case Kind::Number:
    case Kind::Integer: {
        const auto number = numberText(text, kind == Kind::Integer);
        if (!number)
            return fieldError(field, kind == Kind::Integer ? QStringLiteral("\"%1\" is no whole number.").arg(text.left(40)) : QStringLiteral("\"%1\" is no number.").arg(text.left(40)));
        const double value = number->toDouble();
        if ((field.minimum && value < *field.minimum) || (field.maximum && value > *field.maximum))
            return fieldError(field, QStringLiteral("%1 is outside the range.").arg(QString::fromLatin1(*number)));
        return *number;
    }
    case Kind::Flag:
        if (text != QLatin1String("true") && text != QLatin1String("false"))
            return fieldError(field, QStringLiteral("it must be true or false."));
        return text.toLatin1();
    default:
        if (!field.pattern.isEmpty() && kind == Kind::Text)
            if (const QRegularExpression pattern(field.pattern); pattern.isValid() && !pattern.match(text).hasMatch())
                return fieldError(field, QStringLiteral("it does not match %1").arg(field.pattern));
        return jsonslice::quoted(text);
    }
}

Result<QByteArray> listValue(const ToolField &field, const QString &text)
{
    QByteArrayList elements;
    for (const QString &line : text.split(u'\n')) {
        if (line.isEmpty())
            continue;
        const auto element = plainValue(field, field.element, line);
        if (!element)
            return element.error();
        elements << *element;
    }
    return QByteArray('[' + elements.join(',') + ']');
}

Result<QByteArray> objectText(const QList<ToolField> &fields, const ToolValues &values, bool isTop);

/// Empty: the field is left out.
Result<QByteArray> valueText(const ToolField &field, const ToolValues &values)
{
    const QString text = values.value(field.path);
    if (field.kind == Kind::Group) {
        const auto object = objectText(field.fields, values, field.isRequired);
        return object && *object == "{}" && !field.isRequired ? Result<QByteArray>(QByteArray()) : object;
    }
    if (text.isEmpty()) {
        if (!field.isRequired)
            return QByteArray();
        if (field.kind == Kind::Text)
            return QByteArray("\"\"");
        return field.kind == Kind::List ? Result<QByteArray>(QByteArray("[]")) : fieldError(field, QStringLiteral("a value is required."));
    }
    switch (field.kind) {
    case Kind::List: return listValue(field, text);
    case Kind::Choice:
        if (!field.choices.contains(text))
            return fieldError(field, QStringLiteral("\"%1\" is none of the choices.").arg(text.left(40)));
        return field.areChoicesText ? jsonslice::quoted(text) : text.toUtf8();
    case Kind::Raw: {
        const QByteArray raw = text.toUtf8();
        return jsonslice::isJson(raw) ? Result<QByteArray>(raw) : fieldError(field, QStringLiteral("it is not valid JSON."));
    }
    default: return plainValue(field, field.kind, text);
    }
}

/// An optional group whose required members are all empty is left out, not refused.
Result<QByteArray> objectText(const QList<ToolField> &fields, const ToolValues &values, bool isWanted)
{
    const bool hasAny = isWanted || std::any_of(values.keyBegin(), values.keyEnd(), [&](const QString &path) {
        return !values.value(path).isEmpty() && std::any_of(fields.cbegin(), fields.cend(), [&](const ToolField &field) {
            return path == field.path || path.startsWith(field.path + u'/');
        });
    });
    if (!hasAny)
        return QByteArray("{}");
    QByteArrayList members;
    for (const ToolField &field : fields) {
        const auto value = valueText(field, values);
        if (!value)
            return value.error();
        if (!value->isEmpty())
            members << QByteArray(jsonslice::quoted(field.name) + ':' + *value);
    }
    return QByteArray('{' + members.join(',') + '}');
}

bool takeValues(const QList<ToolField> &fields, QByteArrayView object, ToolValues &values)
{
    for (const auto &[key, value] : jsonslice::members(object)) {
        const QString name = jsonslice::text(key).value_or(QString());
        const auto field = std::find_if(fields.cbegin(), fields.cend(), [&name](const ToolField &candidate) { return candidate.name == name; });
        if (field == fields.cend())
            return false;
        const bool isObject = value.startsWith('{');
        if (field->kind == Kind::Group) {
            if (!isObject || !takeValues(field->fields, value, values))
                return false;
        } else if (field->kind == Kind::List) {
            QStringList lines;
            for (const QByteArrayView element : jsonslice::elements(value))
                lines << shownValue(element);
            values.insert(field->path, lines.join(u'\n'));
        } else if (field->kind == Kind::Raw || (field->kind == Kind::Choice && !field->areChoicesText)) {
            values.insert(field->path, QString::fromUtf8(value));
        } else if (isObject || value.startsWith('[')) {
            return false;
        } else {
            values.insert(field->path, shownValue(value));
        }
    }
    return true;
}

} // namespace

ToolForm formOfSchema(const QByteArray &schema)
{
    if (!jsonslice::isObject(schema))
        return {.fields = {}, .isRaw = true};
    ToolForm form{.fields = fieldsOf(schema, QString(), 0), .isRaw = false};
    const bool hasVariants = jsonslice::member(schema, "anyOf") || jsonslice::member(schema, "oneOf") || jsonslice::member(schema, "allOf") || jsonslice::member(schema, "$ref");
    form.isRaw = form.fields.isEmpty() && (hasVariants || part(schema, "additionalProperties").startsWith('{'));
    return form;
}

Result<QString> argumentsOf(const ToolForm &form, const ToolValues &values)
{
    const auto object = objectText(form.fields, values, true);
    return object ? Result<QString>(QString::fromUtf8(*object)) : Result<QString>(object.error());
}

Result<ToolValues> valuesOf(const ToolForm &form, const QString &arguments)
{
    const QByteArray text = arguments.toUtf8().trimmed();
    if (!jsonslice::isObject(text))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The arguments are not a JSON object.")};
    ToolValues values;
    if (!takeValues(form.fields, text, values))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The arguments hold something that the form cannot show.")};
    return values;
}

} // namespace qd
