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

QByteArray with(const QByteArray &params, const QByteArrayList &members)
{
    if (members.isEmpty())
        return params;
    const QByteArray meta = "\"_meta\":{" + members.join(',') + '}';
    const QByteArray inner = params.trimmed().sliced(params.isEmpty() ? 0 : 1).trimmed(); // without its opening brace
    if (inner.isEmpty() || inner == "}")
        return '{' + meta + '}';
    return params.trimmed().chopped(1) + ',' + meta + '}';
}

} // namespace qd::metaobject
