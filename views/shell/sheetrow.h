#pragma once

#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// One pair of the shortcut sheet: what it does, and the keys at the right. Read out as "description: keys".
class SheetRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SheetRow)

public:
    SheetRow(const Theme &theme, const QString &keys, const QString &description, QWidget *parent);
    [[nodiscard]] QString keys() const { return m_keys; }
    [[nodiscard]] QString description() const { return m_description; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_keys;
    QString m_description;
};

} // namespace qd
