#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace qd::oauth {

/// Fields of an application/x-www-form-urlencoded text, in their order.
using Form = QList<std::pair<QByteArray, QString>>;

/// One value as a form has it: UTF-8, a blank is "+", all but letters, digits and "-._" escaped.
[[nodiscard]] QByteArray formEncoded(const QString &value);
[[nodiscard]] QByteArray encodeForm(const Form &form);
/// At most 64 fields; a broken escape is kept as it is.
[[nodiscard]] Form decodeForm(const QByteArray &text);

} // namespace qd::oauth
