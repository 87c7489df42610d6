#pragma once

#include "theme/theme.h"

#include <QWidget>

namespace qd {

/// A status glyph and its words, for the status strip.
class StatusItem final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusItem)

public:
    explicit StatusItem(const Theme &theme, QWidget *parent = nullptr);

    void setStatus(StatusTone tone, const QString &words, const QString &explanation);
    [[nodiscard]] QString words() const { return m_words; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    StatusTone m_tone = StatusTone::Unknown;
    QString m_words;
};

} // namespace qd
