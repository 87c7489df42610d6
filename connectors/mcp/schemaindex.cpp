#include "mcp/schemaindex.h"

#include "mcp/schemawords.h"

#include <QUrl>

#include <nlohmann/json.hpp>

#include <string>

namespace qd {

namespace {

using nlohmann::json;

QString textMember(const json &schema, const char *name)
{
    const auto found = schema.find(name);
    return found != schema.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()) : QString();
}

QString withoutFragment(const QUrl &url) { return url.toString(QUrl::RemoveFragment); }

/// One step of a JSON pointer; null where it leads nowhere.
const json *stepInto(const json *at, const QString &step)
{
    const std::string name = QString(step).replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~")).toStdString();
    if (at->is_object()) {
        const auto found = at->find(name);
        return found == at->end() ? nullptr : &*found;
    }
    bool isNumber = false;
    const size_t index = step.toULongLong(&isNumber);
    return at->is_array() && isNumber && index < at->size() ? &(*at)[index] : nullptr;
}

} // namespace

bool isOldSchema(const json &document)
{
    const QString named = document.is_object() ? textMember(document, "$schema") : QString();
    return named.contains(QLatin1String("/draft-0"));
}

QString SchemaIndex::baseIn(const json &schema, const QString &outer) const
{
    const QString id = schema.is_object() ? textMember(schema, "$id") : QString();
    if (id.isEmpty() || id.startsWith(u'#') || (m_isOld && schema.contains("$ref")))
        return outer;
    return withoutFragment(QUrl(outer).resolved(QUrl(id)));
}

void SchemaIndex::add(const json &document, const QString &uri)
{
    m_resources.insert(uri, {&document, baseIn(document, uri)});
    walk(document, uri, 0);
}

void SchemaIndex::walk(const json &schema, const QString &outer, int depth)
{
    if (!schema.is_object() || depth > maxSchemaDepth)
        return;
    const QString base = baseIn(schema, outer);
    if (base != outer && !m_resources.contains(base))
        m_resources.insert(base, {&schema, base});
    note(schema, base);
    walkParts(schema, base, depth);
}

void SchemaIndex::note(const json &schema, const QString &base)
{
    const QString anchor = textMember(schema, "$anchor");
    const QString dynamic = textMember(schema, "$dynamicAnchor");
    const QString id = textMember(schema, "$id");
    if (!anchor.isEmpty())
        m_anchors.insert(base + u'#' + anchor, {&schema, base});
    if (id.startsWith(u'#')) // draft 7
        m_anchors.insert(base + id, {&schema, base});
    if (dynamic.isEmpty())
        return;
    m_anchors.insert(base + u'#' + dynamic, {&schema, base});
    m_dynamic.insert(base + u'#' + dynamic, {&schema, base});
}

void SchemaIndex::walkParts(const json &schema, const QString &base, int depth)
{
    for (const auto &[name, value] : schema.items()) {
        const SchemaWord word = schemaWord(name);
        if (word == SchemaWord::Schema || (word == SchemaWord::SchemaOrList && value.is_object()))
            walk(value, base, depth + 1);
        else if ((word == SchemaWord::List || word == SchemaWord::SchemaOrList) && value.is_array())
            for (const json &part : value)
                walk(part, base, depth + 1);
        else if (word == SchemaWord::Map && value.is_object())
            for (const json &part : value)
                walk(part, base, depth + 1);
    }
}

SchemaPlace SchemaIndex::byPointer(SchemaPlace place, const QString &pointer) const
{
    const QStringList steps = pointer.split(u'/');
    for (qsizetype i = 1; i < steps.size() && place.schema; ++i) {
        place.schema = stepInto(place.schema, steps.at(i));
        if (place.schema && place.schema->is_object())
            place.base = baseIn(*place.schema, place.base);
    }
    return place;
}

SchemaPlace SchemaIndex::find(const QString &reference, const QString &base) const
{
    const QUrl url = QUrl(base).resolved(QUrl(reference));
    const QString resource = withoutFragment(url);
    const QString fragment = url.fragment(QUrl::FullyDecoded);
    if (!fragment.isEmpty() && !fragment.startsWith(u'/'))
        return m_anchors.value(resource + u'#' + fragment);
    const SchemaPlace place = m_resources.value(resource);
    return place.schema && !fragment.isEmpty() ? byPointer(place, fragment) : place;
}

SchemaPlace SchemaIndex::findDynamic(const QString &reference, const QString &base, const QStringList &scope) const
{
    const QUrl url = QUrl(base).resolved(QUrl(reference));
    const QString anchor = u'#' + url.fragment(QUrl::FullyDecoded);
    if (m_dynamic.contains(withoutFragment(url) + anchor))
        for (const QString &resource : scope)
            if (m_dynamic.contains(resource + anchor))
                return m_dynamic.value(resource + anchor);
    return find(reference, base);
}

} // namespace qd
