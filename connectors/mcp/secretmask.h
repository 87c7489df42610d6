#pragma once

#include <QString>
#include <QStringList>

namespace qd {

/// Replaces the secrets of one connection wherever they turn up, plain, in JSON and percent-encoded. A value.
class SecretMask
{
public:
    SecretMask() = default;
    /// Texts under four characters are not masked: they would be found everywhere.
    explicit SecretMask(const QStringList &secrets);
    void add(const QString &secret);
    [[nodiscard]] QString masked(QString text) const;

private:
    QStringList m_needles; ///< longest first
};

} // namespace qd
