#include "jsonobject.h"

#include "nearestname.h"

#include <nlohmann/json.hpp>

#include <algorithm>

#include <cmath>
#include <limits>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype maxJsonText = 2000;
constexpr size_t maxJsonTexts = 50;
constexpr size_t maxJsonMap = 500;

QString wrongType(QLatin1String wanted, const json &value)
{
    return QStringLiteral("%1 is expected, not %2").arg(wanted, jsonTypeName(value));
}

std::optional<std::chrono::minutes> minutesOf(const QString &text)
{
    bool isNumber = false;
    const int count = text.chopped(std::min<qsizetype>(1, text.size())).toInt(&isNumber);
    if (!isNumber || count < 1 || count > 100000)
        return std::nullopt;
    switch (text.back().unicode()) {
    case u'm': return std::chrono::minutes(count);
    case u'h': return std::chrono::hours(count);
    case u'd': return std::chrono::days(count);
    default: return std::nullopt;
    }
}

} // namespace

QString jsonTypeName(const nlohmann::json &value)
{
    switch (value.type()) {
    case json::value_t::null: return QStringLiteral("null");
    case json::value_t::object: return QStringLiteral("an object");
    case json::value_t::array: return QStringLiteral("an array");
    case json::value_t::string: return QStringLiteral("a text");
    case json::value_t::boolean: return QStringLiteral("true or false");
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float: return QStringLiteral("a number");
    case json::value_t::binary:
    case json::value_t::discarded: break;
    }
    return QStringLiteral("nothing");
}

JsonObject::JsonObject(const nlohmann::json &value, const QString &path, JsonContext &context)
    : m_value(value.is_object() ? &value : nullptr), m_path(path), m_context(context)
{
    if (!m_value && !value.is_discarded())
        m_context.fail(m_path, wrongType(QLatin1String("an object"), value));
}

const nlohmann::json *JsonObject::member(const QString &key)
{
    m_known.append(key);
    if (!m_value)
        return nullptr;
    const auto found = m_value->find(key.toStdString());
    return found == m_value->end() ? nullptr : &*found;
}

bool JsonObject::has(const QString &key) const { return m_value && m_value->contains(key.toStdString()); }

bool JsonObject::fail(const QString &key, const QString &what) { return m_context.fail(pathOf(key), what); }

std::optional<QString> JsonObject::text(const QString &key)
{
    const json *value = member(key);
    if (!value)
        return std::nullopt;
    const auto *text = value->get_ptr<const json::string_t *>();
    if (!text) {
        fail(key, wrongType(QLatin1String("a text"), *value));
        return std::nullopt;
    }
    QString read = QString::fromStdString(*text);
    if (read.size() > maxJsonText) {
        fail(key, QStringLiteral("longer than %1 characters").arg(maxJsonText));
        return std::nullopt;
    }
    return read;
}

std::optional<double> JsonObject::number(const QString &key)
{
    const json *value = member(key);
    if (!value)
        return std::nullopt;
    const double read = value->is_number() ? value->get<double>() : std::nan("");
    if (!std::isfinite(read)) {
        fail(key, wrongType(QLatin1String("a number"), *value));
        return std::nullopt;
    }
    return read;
}

std::optional<qint64> JsonObject::integer(const QString &key)
{
    const json *value = member(key);
    if (!value)
        return std::nullopt;
    if (!value->is_number_integer()
        || (value->is_number_unsigned() && value->get<quint64>() > quint64(std::numeric_limits<qint64>::max()))) {
        fail(key, wrongType(QLatin1String("a whole number"), *value));
        return std::nullopt;
    }
    return value->get<qint64>();
}

std::optional<std::chrono::minutes> JsonObject::minutes(const QString &key)
{
    const auto typed = text(key);
    if (!typed)
        return std::nullopt;
    const auto read = minutesOf(*typed);
    if (!read)
        fail(key, QStringLiteral("a duration such as 5m, 1h or 3d is expected"));
    return read;
}

std::optional<QStringList> JsonObject::texts(const QString &key)
{
    if (!has(key)) {
        m_known.append(key);
        return std::nullopt;
    }
    QStringList read;
    array(key, maxJsonTexts, [this, &read](const json &value, const QString &at) {
        if (const auto *text = value.get_ptr<const json::string_t *>())
            read.append(QString::fromStdString(*text).left(maxJsonText));
        else
            m_context.fail(at, wrongType(QLatin1String("a text"), value));
    });
    if (read.isEmpty())
        fail(key, QStringLiteral("at least one text is expected"));
    return read;
}

void JsonObject::array(const QString &key, size_t most, const std::function<void(const nlohmann::json &, const QString &)> &each)
{
    const json *value = member(key);
    if (!value)
        return;
    if (!value->is_array()) {
        fail(key, wrongType(QLatin1String("an array"), *value));
        return;
    }
    if (value->size() > most) {
        fail(key, QStringLiteral("more than %1 entries").arg(most));
        return;
    }
    for (size_t i = 0; i < value->size(); ++i)
        each((*value)[i], QStringLiteral("%1[%2]").arg(pathOf(key)).arg(i));
}

void JsonObject::map(const QString &key, const std::function<void(const QString &, const nlohmann::json &, const QString &)> &each)
{
    const json *value = member(key);
    if (!value)
        return;
    if (!value->is_object()) {
        fail(key, wrongType(QLatin1String("an object"), *value));
        return;
    }
    if (value->size() > maxJsonMap) {
        fail(key, QStringLiteral("more than %1 entries").arg(maxJsonMap));
        return;
    }
    for (const auto &entry : value->items()) {
        const QString name = QString::fromStdString(entry.key());
        each(name, entry.value(), pathOf(key) % u'.' % name.left(60));
    }
}

bool JsonObject::require(const QString &key) { return has(key) || fail(key, QStringLiteral("this key is missing")); }

void JsonObject::refuseUnknown()
{
    if (!m_value)
        return;
    for (const auto &entry : m_value->items()) {
        const QString key = QString::fromStdString(entry.key());
        if (!m_known.contains(key))
            m_context.fail(pathOf(key.left(60)), QStringLiteral("unknown key") % nameHint(key, m_known));
    }
}

} // namespace qd
