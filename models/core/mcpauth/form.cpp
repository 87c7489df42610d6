#include "mcpauth/form.h"

namespace qd::oauth {

namespace {
constexpr qsizetype maxFields = 64;

QString formDecoded(QByteArray text) { return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' '))); }
} // namespace

QByteArray formEncoded(const QString &value)
{
    return value.toUtf8().toPercentEncoding(QByteArrayLiteral(" "), QByteArrayLiteral("~")).replace(' ', '+');
}

QByteArray encodeForm(const Form &form)
{
    QByteArrayList pairs;
    for (const auto &[name, value] : form)
        pairs << name + '=' + formEncoded(value);
    return pairs.join('&');
}

Form decodeForm(const QByteArray &text)
{
    Form form;
    for (const QByteArray &pair : text.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (!pair.isEmpty() && form.size() < maxFields)
            form.append({formDecoded(equals < 0 ? pair : pair.left(equals)).toLatin1(), equals < 0 ? QString() : formDecoded(pair.mid(equals + 1))});
    }
    return form;
}

} // namespace qd::oauth
