#pragma once

#include "settings/settingkey.h"

#include <QObject>
#include <QSettings>

namespace qd {

/// The operator's preferences, in one INI file of the user's configuration folder. A stored value that is not valid
/// counts as not stored. GUI thread.
class Settings final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Settings)

public:
    explicit Settings(QObject *parent = nullptr);

    template<typename T>
    [[nodiscard]] T value(const SettingKey<T> &key) const
    {
        const QVariant stored = m_file.value(QLatin1StringView(key.name));
        if (!stored.isValid() || !stored.canConvert<T>())
            return key.fallback;
        const T value = stored.value<T>();
        return key.isValid(value) ? value : key.fallback;
    }

    /// Stores a valid value; an invalid one is refused and the stored one stays.
    template<typename T>
    void set(const SettingKey<T> &key, const T &value)
    {
        if (!key.isValid(value) || this->value(key) == value)
            return;
        m_file.setValue(QLatin1StringView(key.name), QVariant::fromValue(value));
        emit changed(QLatin1StringView(key.name));
    }

signals:
    void changed(const QString &name);

private:
    QSettings m_file;
};

} // namespace qd
