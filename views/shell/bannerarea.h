#pragma once

#include "shell/banner.h"
#include "theme/theme.h"

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace qd {

class BannerRow;

/// Messages below the top bar instead of dialogs: nothing waits for an answer. At most 4 at once, the oldest goes.
class BannerArea final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BannerArea)

public:
    explicit BannerArea(const Theme &theme, QWidget *parent = nullptr);

    void showBanner(const Banner &banner);
    void dismiss(const QString &id);
    /// Ids of the banners that are shown, oldest first.
    [[nodiscard]] QStringList shown() const { return m_order; }

signals:
    /// The button of the banner with this id.
    void actionRequested(const QString &id);

private:
    const Theme &m_theme;
    QVBoxLayout *m_layout;
    QStringList m_order;
    QHash<QString, BannerRow *> m_rows;
};

} // namespace qd
