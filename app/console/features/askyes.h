#pragma once

#include <QString>

#include <functional>

class QObject;
class QWidget;

namespace qd {

/// A question before something of the operator's own goes. Cancel is what Enter and Esc do.
struct YesQuestion {
    QString name; ///< of the dialog's object; the button that agrees is "<name>Agree"
    QString title;
    QString question; ///< plain text
    QString agree;    ///< words of the button
};

/// Asks without waiting; calls `agreed` while `context` lives. GUI thread.
void askYes(const YesQuestion &question, QWidget &window, QObject *context, const std::function<void()> &agreed);

} // namespace qd
