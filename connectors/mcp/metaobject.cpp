#include "mcp/metaobject.h"

#include "mcp/jsonslice.h"

namespace qd::metaobject {

QByteArrayList members(const QByteArray &object)
{
    QByteArrayList made;
    for (const auto &[key, value] : jsonslice::members(object))
        made << key.toByteArray() + ':' + value.toByteArray();
    return made;
}

QByteArray appended(const QByteArray &object, const QByteArrayList &members)
{
    if (members.isEmpty())
        return object;
    const QByteArray trimmed = object.trimmed();
    const bool isEmpty = trimmed.size() < 2 || trimmed.sliced(1).trimmed() == "}";
    return (isEmpty ? QByteArray("{") : trimmed.chopped(1) + ',') + members.join(',') + '}';
}

QByteArray with(const QByteArray &params, const QByteArrayList &members)
{
    return members.isEmpty() ? params : appended(params, {"\"_meta\":{" + members.join(',') + '}'});
}

} // namespace qd::metaobject
