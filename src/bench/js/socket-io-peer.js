// Socket.IO as its guide begins: who says "push" has it told to everybody. Argument: the port.
const { createServer } = require('http')
const { Server } = require('socket.io')

const server = createServer()
const io = new Server(server, { transports: ['websocket'] })
io.on('connection', socket => socket.on('push', push => io.emit('push', push)))
server.listen(Number(process.argv[2]), '127.0.0.1')
