#pragma once

#include "error.h"
#include "theme/theme.h"

#include <QFrame>
#include <QPointer>

class QLabel;

namespace qd {

/// Says under an edit field why its text is refused, with a mark under the character. Floats in the field's window, so
/// that nothing moves; takes no focus.
class RangeCallout final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RangeCallout)

public:
    RangeCallout(const Theme &theme, QWidget *field);

    void showProblem(const QString &typed, const Error &error);

private:
    void restyle();

    const Theme &m_theme;
    QPointer<QWidget> m_field;
    QLabel *m_message;
    QLabel *m_place;
};

/// The typed text and below it a mark at the position ("now-1q\n     ^"); at most 40 characters around the place.
QString markedPlace(const QString &typed, const Error &error);

} // namespace qd
