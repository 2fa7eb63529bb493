// Socket.IO as its guide begins: who says "push" has it told to everybody. Argument: the port.
const { Server } = require('socket.io')

const io = new Server(Number(process.argv[2]), { transports: ['websocket'] })
io.on('connection', socket => socket.on('push', push => io.emit('push', push)))
