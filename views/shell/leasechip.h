#pragma once

#include "theme/theme.h"

#include <QToolButton>

namespace qd {

/// Whether the operator may write here, and until when: "read-only", or "read-write until 14:52" with a triangle on
/// amber. A click takes or gives back the lease.
class LeaseChip final : public QToolButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LeaseChip)

public:
    explicit LeaseChip(const Theme &theme, QWidget *parent = nullptr);

    /// An empty text: read-only.
    void setUntil(const QString &until);
    [[nodiscard]] QString words() const { return m_words; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_words;
    bool m_isWriting = false;
};

} // namespace qd
