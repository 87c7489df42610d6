#include "mcp/schemaform.h"

#include "mcp/formvalues.h"
#include "mcp/jsonslice.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace qd {

namespace {

using FieldKind = ToolField::Kind;

constexpr int deepestForm = 8;
constexpr int mostReferences = 16; ///< followed for one field
constexpr qsizetype maxFields = 1000;
constexpr qsizetype maxAlternatives = 20;
constexpr qsizetype maxChoices = 500;

QByteArrayView part(QByteArrayView object, QByteArrayView name) { return jsonslice::member(object, name).value_or(QByteArrayView()); }

QString partText(QByteArrayView object, QByteArrayView name) { return jsonslice::text(part(object, name)).value_or(QString()); }

template<typename T>
std::optional<T> partNumber(QByteArrayView object, QByteArrayView name)
{
    bool ok = false;
    const double number = part(object, name).toByteArray().toDouble(&ok);
    constexpr double exact = 9007199254740992.0; // a larger count is no bound
    return ok && (std::is_floating_point_v<T> || std::abs(number) <= exact) ? std::optional(static_cast<T>(number)) : std::nullopt;
}

QStringList typesOf(QByteArrayView schema)
{
    const QByteArrayView type = part(schema, "type");
    if (const auto single = jsonslice::text(type))
        return {*single};
    QStringList found;
    for (const QByteArrayView one : jsonslice::elements(type))
        found << jsonslice::text(one).value_or(QString());
    return found;
}

std::optional<FieldKind> kindOfType(const QString &type)
{
    if (type == QLatin1String("string"))
        return FieldKind::Text;
    if (type == QLatin1String("number"))
        return FieldKind::Number;
    if (type == QLatin1String("integer"))
        return FieldKind::Integer;
    if (type == QLatin1String("boolean"))
        return FieldKind::Flag;
    if (type == QLatin1String("array"))
        return FieldKind::Items;
    return type == QLatin1String("object") ? std::optional(FieldKind::Group) : std::nullopt;
}

bool isNullSchema(QByteArrayView schema) { return typesOf(schema) == QStringList{QStringLiteral("null")} || part(schema, "const") == "null"; }

/// Reads one schema; keeps count, so that a schema that refers to itself ends.
class FormReader
{
public:
    explicit FormReader(QByteArrayView root) : m_root(root) {}

    QList<ToolField> membersOf(QByteArrayView schema, const QString &path, int depth)
    {
        QStringList required;
        for (const QByteArrayView name : jsonslice::elements(part(schema, "required")))
            required << jsonslice::text(name).value_or(QString());
        QList<ToolField> fields;
        for (const auto &[key, value] : jsonslice::members(part(schema, "properties"))) {
            if (++m_count > maxFields)
                break;
            const QString name = jsonslice::text(key).value_or(QString());
            ToolField field = fieldOf(value, path + u'/' + escapedStep(name), depth);
            field.name = name;
            field.isRequired = required.contains(name);
            fields.append(field);
        }
        return fields;
    }

    ToolField fieldOf(QByteArrayView given, const QString &path, int depth)
    {
        const QByteArrayView schema = resolved(given);
        ToolField field{.path = path, .title = partText(schema, "title").left(200), .description = partText(schema, "description").left(4000)};
        if (field.description.isEmpty())
            field.description = partText(given, "description").left(4000);
        if (depth > deepestForm || m_count > maxFields)
            field.kind = FieldKind::Raw;
        else
            readKind(schema, field, depth);
        return field;
    }

    [[nodiscard]] QByteArrayView resolved(QByteArrayView schema) const
    {
        for (int i = 0; i < mostReferences; ++i) {
            const QList<QByteArrayView> all = jsonslice::elements(part(schema, "allOf"));
            const QString reference = partText(schema, "$ref");
            if (reference.startsWith(QLatin1String("#/")))
                schema = at(reference.mid(2));
            else if (all.size() == 1 && part(schema, "properties").isEmpty())
                schema = all.first();
            else
                return schema;
        }
        return {};
    }

private:
    [[nodiscard]] QByteArrayView at(const QString &pointer) const
    {
        QByteArrayView found = m_root;
        for (QString step : pointer.split(u'/')) {
            step.replace(QStringLiteral("~1"), QStringLiteral("/")).replace(QStringLiteral("~0"), QStringLiteral("~"));
            found = part(found, step.toUtf8());
        }
        return found;
    }

    void readKind(QByteArrayView schema, ToolField &field, int depth)
    {
        if (jsonslice::member(schema, "enum"))
            return readChoices(jsonslice::elements(part(schema, "enum")), jsonslice::elements(part(schema, "enumNames")), field);
        if (const auto fixed = jsonslice::member(schema, "const"))
            return readChoices({*fixed}, {}, field);
        for (const char *name : {"anyOf", "oneOf"})
            if (const auto list = jsonslice::member(schema, name); list && part(schema, "properties").isEmpty())
                return readAlternatives(jsonslice::elements(*list), field, depth);
        QStringList types = typesOf(schema);
        field.isNullable = types.removeAll(QStringLiteral("null")) > 0;
        if (types.size() > 1)
            return readTypes(schema, types, field, depth);
        readType(schema, types.isEmpty() && jsonslice::member(schema, "properties") ? QStringLiteral("object") : types.value(0), field, depth);
    }

    void readType(QByteArrayView schema, const QString &type, ToolField &field, int depth)
    {
        field.kind = kindOfType(type).value_or(FieldKind::Raw);
        field.format = partText(schema, "format").left(40);
        field.pattern = partText(schema, "pattern").left(1000);
        field.minimum = partNumber<double>(schema, "minimum");
        field.maximum = partNumber<double>(schema, "maximum");
        const bool isList = field.kind == FieldKind::Items;
        field.shortest = partNumber<qint64>(schema, isList ? "minItems" : "minLength");
        field.longest = partNumber<qint64>(schema, isList ? "maxItems" : "maxLength");
        if (isList)
            readItems(part(schema, "items"), field, depth);
        else if (field.kind == FieldKind::Group)
            readGroup(schema, field, depth);
    }

    void readGroup(QByteArrayView schema, ToolField &field, int depth)
    {
        field.fields = membersOf(schema, field.path, depth + 1);
        const QByteArrayView more = part(schema, "additionalProperties");
        field.isOpen = more != "false";
        if (field.fields.isEmpty() && more != "false")
            field.kind = FieldKind::Raw; // any members: there is nothing to show them in
    }

    /// Several of a closed list are boxes to tick; anything else is rows.
    void readItems(QByteArrayView given, ToolField &field, int depth)
    {
        const QByteArrayView items = resolved(given);
        if (!items.startsWith('{')) {
            field.kind = FieldKind::Raw;
            return;
        }
        ToolField element = fieldOf(items, QString(), depth + 1);
        if (element.kind == FieldKind::Choice && element.choices.size() > 1) {
            field.kind = FieldKind::Choices;
            field.choices = element.choices;
            field.choiceTitles = element.choiceTitles;
            field.areChoicesText = element.areChoicesText;
            return;
        }
        element.isRequired = true;
        field.fields = {element};
    }

    void readTypes(QByteArrayView schema, const QStringList &types, ToolField &field, int depth)
    {
        field.kind = FieldKind::Variant;
        for (const QString &type : types.first(std::min(types.size(), maxAlternatives))) {
            ToolField alternative{.path = QString(), .name = type, .isRequired = true};
            readType(schema, type, alternative, depth + 1);
            field.fields.append(alternative);
        }
    }

    void readAlternatives(QList<QByteArrayView> alternatives, ToolField &field, int depth)
    {
        for (QByteArrayView &alternative : alternatives)
            alternative = resolved(alternative);
        const bool isNullable = alternatives.removeIf([](QByteArrayView alternative) { return isNullSchema(alternative); }) > 0;
        const bool areConstants = !alternatives.isEmpty() && std::all_of(alternatives.cbegin(), alternatives.cend(), [](QByteArrayView one) { return jsonslice::member(one, "const").has_value(); });
        if (areConstants)
            readConstants(alternatives, field);
        else if (alternatives.size() == 1)
            readKind(alternatives.first(), field, depth);
        else if (alternatives.isEmpty() || alternatives.size() > maxAlternatives)
            field.kind = FieldKind::Raw;
        else
            readVariant(alternatives, field, depth);
        field.isNullable = field.isNullable || isNullable;
    }

    void readVariant(const QList<QByteArrayView> &alternatives, ToolField &field, int depth)
    {
        field.kind = FieldKind::Variant;
        for (const QByteArrayView schema : alternatives) {
            ++m_count;
            ToolField alternative = fieldOf(schema, QString(), depth + 1);
            const QString type = typesOf(schema).value(0);
            alternative.name = !alternative.title.isEmpty() ? alternative.title : !type.isEmpty() ? type : QStringLiteral("JSON");
            alternative.isRequired = true;
            field.fields.append(alternative);
        }
    }

    static void readConstants(const QList<QByteArrayView> &alternatives, ToolField &field)
    {
        QList<QByteArrayView> values;
        QStringList titles;
        for (const QByteArrayView alternative : alternatives) {
            values << part(alternative, "const");
            titles << partText(alternative, "title").left(200);
        }
        readChoices(values, {}, field);
        for (qsizetype i = 0; i < field.choiceTitles.size(); ++i)
            if (!titles.at(i).isEmpty())
                field.choiceTitles[i] = titles.at(i);
    }

    static void readChoices(QList<QByteArrayView> choices, const QList<QByteArrayView> &names, ToolField &field)
    {
        field.kind = FieldKind::Choice;
        field.isNullable = choices.removeAll(QByteArrayView("null")) > 0 || field.isNullable;
        field.areChoicesText = std::all_of(choices.cbegin(), choices.cend(), [](QByteArrayView choice) { return choice.startsWith('"'); });
        for (qsizetype i = 0; i < std::min(choices.size(), maxChoices); ++i) {
            field.choices << (field.areChoicesText ? jsonslice::text(choices.at(i)).value_or(QString()) : QString::fromUtf8(choices.at(i)));
            field.choiceTitles << (i < names.size() ? jsonslice::text(names.at(i)).value_or(field.choices.last()).left(200) : field.choices.last());
        }
    }

    QByteArrayView m_root;
    qsizetype m_count = 0;
};

/// Defaults of members, wherever they are below objects.
void readDefaults(const FormReader &reader, QByteArrayView given, const QList<ToolField> &fields, ToolValues &values)
{
    const QByteArrayView properties = part(reader.resolved(given), "properties");
    for (const auto &[key, value] : jsonslice::members(properties)) {
        const QString name = jsonslice::text(key).value_or(QString());
        const auto field = std::find_if(fields.cbegin(), fields.cend(), [&name](const ToolField &candidate) { return candidate.name == name; });
        if (field == fields.cend())
            continue;
        const auto initial = jsonslice::member(value, "default");
        ToolValues read;
        if (initial && takeFieldValue(*field, field->path, *initial, read))
            values.insert(read);
        else if (field->kind == FieldKind::Group)
            readDefaults(reader, value, field->fields, values);
    }
}

} // namespace

ToolForm formOfSchema(const QByteArray &schema)
{
    if (!jsonslice::isObject(schema))
        return {.fields = {}, .isRaw = true, .initial = {}};
    FormReader reader(schema);
    const QByteArrayView root = reader.resolved(schema);
    ToolForm form{.fields = reader.membersOf(root, QString(), 0), .isRaw = false, .initial = {}};
    const bool hasVariants = jsonslice::member(root, "anyOf") || jsonslice::member(root, "oneOf") || jsonslice::member(root, "allOf") || jsonslice::member(root, "$ref");
    form.isRaw = form.fields.isEmpty() && (hasVariants || part(root, "additionalProperties").startsWith('{') || part(root, "additionalProperties") == "true");
    readDefaults(reader, root, form.fields, form.initial);
    return form;
}

} // namespace qd
