#pragma once

#include <QByteArray>
#include <QByteArrayList>

/// The `_meta` member of params, written without touching the rest. Pure, any thread.
namespace qd::metaobject {

/// The members of a JSON object as `"name":value`; empty for anything else.
[[nodiscard]] QByteArrayList members(const QByteArray &object);
/// `object` (a JSON object, or empty) with these members at its end.
[[nodiscard]] QByteArray appended(const QByteArray &object, const QByteArrayList &members);
/// `params` (a JSON object, or empty) with these members in its `_meta`, which it does not have yet; as it was when there
/// are none.
[[nodiscard]] QByteArray with(const QByteArray &params, const QByteArrayList &members);

} // namespace qd::metaobject
